import type { CorpusSummary } from '../corpus/types';
import type {
  TrainingDone,
  TrainingEvent,
  TrainingFailed,
  TrainingProgress,
  TrainingSample,
  TrainingStarted,
  TrainingStep,
  TrainingUsable,
} from './types';

/** Where a training stands. */
export type TrainingPhase = 'idle' | 'reading' | 'training' | 'paused' | 'done' | 'failed';

/** All that is known of the present or the last training: what its view shows, and what is kept for the next window. */
export interface TrainingStatus {
  readonly phase: TrainingPhase;
  /** ISO 8601, when the run began. */
  readonly startedAt?: string;
  readonly reading?: { readonly files: number; readonly characters: number };
  readonly corpus?: CorpusSummary;
  readonly started?: TrainingStarted;
  readonly latest?: TrainingStep;
  /** Loss of the batches, thinned to at most `MAX_BATCH_LOSSES` points. */
  readonly batchLosses: readonly LossPoint[];
  readonly evaluations: readonly TrainingProgress[];
  readonly samples: readonly TrainingSample[];
  readonly usable?: TrainingUsable;
  readonly done?: TrainingDone;
  readonly failure?: TrainingFailed;
}

export interface LossPoint {
  readonly step: number;
  readonly loss: number;
}

const MAX_BATCH_LOSSES = 1000;

export const NO_TRAINING: TrainingStatus = { phase: 'idle', batchLosses: [], evaluations: [], samples: [] };

/** The status of a run that has just been asked for. A resumed run keeps its curve and samples. */
export function beginTraining(startedAt: Date, resumed?: TrainingStatus): TrainingStatus {
  const { batchLosses, evaluations, samples } = resumed ?? NO_TRAINING;
  return { phase: 'reading', startedAt: startedAt.toISOString(), batchLosses, evaluations, samples };
}

/** The status after an event. The extension and its view both compute it, so only events travel between them. */
export function applyTrainingEvent(status: TrainingStatus, event: TrainingEvent): TrainingStatus {
  switch (event.type) {
    case 'reading':
      return { ...status, phase: 'reading', reading: { files: event.files, characters: event.characters } };
    case 'corpus':
      return { ...status, corpus: event.summary };
    case 'started':
      return { ...discardAfter(status, event.step), phase: 'training', started: event };
    case 'step':
      return {
        ...status,
        latest: event,
        batchLosses: addLoss(status.batchLosses, { step: event.step, loss: event.batchLoss }),
      };
    case 'progress':
      return { ...status, evaluations: [...status.evaluations, event] };
    case 'sample':
      return { ...status, samples: [...status.samples, event] };
    case 'usable':
      return { ...status, usable: event };
    case 'paused':
      return { ...status, phase: 'paused' };
    case 'resumed':
      return { ...status, phase: 'training' };
    case 'done':
      return { ...status, phase: 'done', done: event };
    case 'failed':
      return { ...status, phase: 'failed', failure: event };
  }
}

/** How far the run is, from 0 to 1, if it is known. */
export function completedFraction(status: TrainingStatus): number | undefined {
  if (status.phase === 'done') return 1;
  if (!status.started) return undefined;
  const step = status.latest?.step ?? status.started.step;
  const { elapsedSeconds = 0, secondsLeft = Infinity } = status.latest ?? {};
  // With a time limit the time may be over long before the iterations are.
  const ofTime = elapsedSeconds > 0 ? elapsedSeconds / (elapsedSeconds + secondsLeft) : 0;
  return Math.max(step / (status.started.steps ?? Infinity), ofTime);
}

/** A run that goes on from a checkpoint repeats what came after it. */
function discardAfter(status: TrainingStatus, step: number): TrainingStatus {
  return {
    ...status,
    batchLosses: status.batchLosses.filter((point) => point.step <= step),
    evaluations: status.evaluations.filter((evaluation) => evaluation.step <= step),
    samples: status.samples.filter((sample) => sample.step <= step),
  };
}

function addLoss(points: readonly LossPoint[], point: LossPoint): readonly LossPoint[] {
  const all = [...points, point];
  // Halving keeps the whole curve at an even, coarser resolution.
  return all.length <= MAX_BATCH_LOSSES ? all : all.filter((_, index) => index % 2 === 1);
}
