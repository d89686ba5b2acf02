import type { OptimizerState } from '../engines/engine';
import type { Optimizer } from './optimizer';
import type { AdamWConstants } from './recipe';
import type { Range } from './share';

/** AdamW over one flat vector, in the order of PyTorch's implementation. */
export class AdamW implements Optimizer {
  steps: number;

  /** @param ranges what it moves; the rest is left to others */
  constructor(
    private readonly constants: AdamWConstants,
    private readonly learnt: OptimizerState,
    readonly ranges: readonly Range[],
  ) {
    this.steps = learnt.step;
  }

  update(gradients: Float32Array, learningRate: number): Promise<void> {
    this.steps += 1;
    for (const range of this.ranges) this.updateRange(range, gradients, learningRate);
    return Promise.resolve();
  }

  private updateRange([begin, end]: Range, gradients: Float32Array, learningRate: number): void {
    const { parameters, firstMoment, secondMoment } = this.learnt;
    const { beta1, beta2, epsilon, weightDecay } = this.constants;
    // The bias corrections need the number of updates, also after a resume.
    const stepSize = learningRate / (1 - beta1 ** this.steps);
    const inverseCorrection2 = 1 / Math.sqrt(1 - beta2 ** this.steps);
    const keep = 1 - learningRate * weightDecay;

    // `?? 0` never happens inside the bounds; it is what the type checker asks for, and costs nothing measurable.
    for (let index = begin; index < end; index++) {
      const gradient = gradients[index] ?? 0;
      const first = beta1 * (firstMoment[index] ?? 0) + (1 - beta1) * gradient;
      const second = beta2 * (secondMoment[index] ?? 0) + (1 - beta2) * gradient * gradient;
      firstMoment[index] = first;
      secondMoment[index] = second;
      const denominator = Math.sqrt(second) * inverseCorrection2 + epsilon;
      parameters[index] = keep * (parameters[index] ?? 0) - (stepSize * first) / denominator;
    }
  }
}
