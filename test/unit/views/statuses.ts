import type { Statistics } from '../../../src/completion/statistics';
import type { CorpusSummary } from '../../../src/corpus/types';
import { NO_TRAINING, type TrainingStatus } from '../../../src/training/status';
import type { TrainingProgress, TrainingStarted, TrainingStep } from '../../../src/training/types';
import type { Standing } from '../../../src/views/standing';

export const CORPUS: CorpusSummary = {
  files: 12,
  characters: 1000,
  trainingCharacters: 900,
  heldOutCharacters: 100,
  heldOutBy: 'files',
  heldOutFiles: 2,
  vocabularySize: 96,
  unknownCharacters: 0,
  leftOut: [{ reason: 'binary', count: 3, examples: ['a.png', 'b.png'] }],
};

export const STARTED: TrainingStarted = {
  type: 'started',
  engine: 'onnxruntime',
  engineReason: 'because TensorFlow.js is not installed',
  preset: 'notebook',
  parameters: 824_672,
  step: 0,
  steps: 5000,
};

export const STEP: TrainingStep = {
  type: 'step',
  step: 2100,
  batchLoss: 1.8,
  elapsedSeconds: 150,
  charactersPerSecond: 14_237,
  secondsLeft: 185,
};

export function evaluation(step: number, validationLoss: number): TrainingProgress {
  return {
    type: 'progress',
    step,
    trainingLoss: 1.5,
    validationLoss,
    elapsedSeconds: step / 10,
    charactersPerSecond: 1,
  };
}

/** A training under way, with two evaluations. */
export const TRAINING: TrainingStatus = {
  phase: 'training',
  startedAt: '2026-11-22T18:03:00.000Z',
  corpus: CORPUS,
  started: STARTED,
  latest: STEP,
  batchLosses: [{ step: 2100, loss: 1.8 }],
  evaluations: [evaluation(1000, 2), evaluation(2000, 1.7)],
  samples: [{ type: 'sample', step: 2000, text: '<b>KING</b>' }],
};

/** The memory alone suggests. */
export const UNTRAINED: Standing = { training: NO_TRAINING, model: 'none', canSuggest: true, completions: 'on' };

export const READY: Standing = { ...UNTRAINED, model: 'ready' };

export const STATISTICS: Statistics = {
  since: '2026-11-22',
  lastDay: { date: '2026-11-25', saved: 1 },
  saved: 12_345,
  languages: [
    { language: 'latex', suggested: 10, accepted: 10 },
    { language: 'typescript', suggested: 1000, accepted: 300 },
  ],
};
