import type { TrainingStatus } from '../../training/status';
import type { TrainingProgress } from '../../training/types';

/** The evaluation of the lowest held-out loss, which is the model that is kept; of equals the first. */
export function bestEvaluation(evaluations: readonly TrainingProgress[]): TrainingProgress | undefined {
  let best: TrainingProgress | undefined;
  for (const evaluation of evaluations) {
    if (best === undefined || evaluation.validationLoss < best.validationLoss) best = evaluation;
  }
  return best;
}

/** Whether there is anything to draw. */
export function hasLosses({ batchLosses, evaluations }: TrainingStatus): boolean {
  return batchLosses.length > 0 || evaluations.length > 0;
}

type Column = (number | null)[];

/** The loss curve as columns of equal length; null where a series has no value at that iteration. */
export interface LossTable {
  readonly steps: number[];
  readonly batch: Column;
  readonly training: Column;
  readonly heldOut: Column;
  /** Only the best held-out loss. */
  readonly best: Column;
}

export function lossTable({ batchLosses, evaluations }: TrainingStatus): LossTable {
  const batchByStep = new Map(batchLosses.map(({ step, loss }) => [step, loss]));
  const evaluationByStep = new Map(evaluations.map((evaluation) => [evaluation.step, evaluation]));
  const best = bestEvaluation(evaluations);
  const steps = [...new Set([...batchByStep.keys(), ...evaluationByStep.keys()])].sort((a, b) => a - b);
  return {
    steps,
    batch: steps.map((step) => batchByStep.get(step) ?? null),
    training: steps.map((step) => evaluationByStep.get(step)?.trainingLoss ?? null),
    heldOut: steps.map((step) => evaluationByStep.get(step)?.validationLoss ?? null),
    best: steps.map((step) => (step === best?.step ? best.validationLoss : null)),
  };
}

/** The index nearest to `index` at which the column has a value, for the pointer to hold on to. */
export function nearestValue(column: ArrayLike<number | null | undefined>, index: number): number | null {
  for (let distance = 0; distance < column.length; distance++) {
    for (const candidate of [index - distance, index + distance]) {
      if (typeof column[candidate] === 'number') return candidate;
    }
  }
  return null;
}
