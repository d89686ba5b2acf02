import { type CorpusSummary, LEFT_OUT_REASONS, type LeftOut } from '../corpus/types';
import type { LossPoint, TrainingPhase, TrainingStatus } from './status';
import {
  type AnewOrigin,
  type ContinuedOrigin,
  ENGINE_REMEDIES,
  type EngineName,
  type TrainingDone,
  type TrainingEvent,
  type TrainingFailed,
  type TrainingOrigin,
  type TrainingPast,
  type TrainingProgress,
  type TrainingSample,
  type TrainingStarted,
  type TrainingStep,
  type TrainingUsable,
} from './types';
import {
  arrayOf,
  isBoolean,
  isNumber,
  isString,
  unionOf,
  objectOf,
  oneOf,
  optional,
  type Guard,
  type Message,
} from '../guards';

const isEngineName = oneOf<EngineName>('onnxruntime', 'tensorflow');
const isReason = oneOf(...LEFT_OUT_REASONS);

const isCorpusSummary = objectOf<CorpusSummary>({
  files: isNumber,
  characters: isNumber,
  trainingCharacters: isNumber,
  heldOutCharacters: isNumber,
  heldOutBy: oneOf('files', 'position'),
  heldOutFiles: isNumber,
  vocabularySize: isNumber,
  unknownCharacters: isNumber,
  leftOut: arrayOf(objectOf<LeftOut>({ reason: isReason, count: isNumber, examples: arrayOf(isString) })),
});

/** Also fit to check what training.json says. */
export const isContinuedOrigin = objectOf<ContinuedOrigin>({
  type: oneOf('continued'),
  before: objectOf<TrainingPast>({ runs: isNumber, steps: isNumber, seconds: isNumber }),
  savedAt: optional(isString),
  validationLoss: optional(isNumber),
});

const isOrigin = unionOf<TrainingOrigin>({
  continued: isContinuedOrigin,
  anew: objectOf<AnewOrigin>({ type: oneOf('anew'), reason: isString }),
});

const isStarted = objectOf<TrainingStarted>({
  type: oneOf('started'),
  engine: isEngineName,
  engineReason: isString,
  preset: isString,
  parameters: isNumber,
  step: isNumber,
  steps: optional(isNumber),
  origin: optional(isOrigin),
});

const isStep = objectOf<TrainingStep>({
  type: oneOf('step'),
  step: isNumber,
  batchLoss: isNumber,
  elapsedSeconds: isNumber,
  charactersPerSecond: isNumber,
  secondsLeft: isNumber,
});

const isProgress = objectOf<TrainingProgress>({
  type: oneOf('progress'),
  step: isNumber,
  trainingLoss: isNumber,
  validationLoss: isNumber,
  elapsedSeconds: isNumber,
  charactersPerSecond: isNumber,
});

const isUsable = objectOf<TrainingUsable>({ type: oneOf('usable'), step: isNumber });

const isSample = objectOf<TrainingSample>({ type: oneOf('sample'), step: isNumber, text: isString });

const isDone = objectOf<TrainingDone>({
  type: oneOf('done'),
  model: isString,
  steps: isNumber,
  engine: isEngineName,
  validationLoss: isNumber,
  elapsedSeconds: isNumber,
});

const isFailed = objectOf<TrainingFailed>({
  type: oneOf('failed'),
  message: isString,
  userError: isBoolean,
  resumable: isBoolean,
  remedies: arrayOf(oneOf(...ENGINE_REMEDIES)),
});

type EventOf<T extends TrainingEvent['type']> = Extract<TrainingEvent, Message & { type: T }>;

export const isTrainingEvent: Guard<TrainingEvent> = unionOf<TrainingEvent>({
  reading: objectOf<EventOf<'reading'>>({ type: oneOf('reading'), files: isNumber, characters: isNumber }),
  corpus: objectOf<EventOf<'corpus'>>({ type: oneOf('corpus'), summary: isCorpusSummary }),
  started: isStarted,
  step: isStep,
  progress: isProgress,
  sample: isSample,
  usable: isUsable,
  paused: objectOf<EventOf<'paused'>>({ type: oneOf('paused'), step: isNumber }),
  resumed: objectOf<EventOf<'resumed'>>({ type: oneOf('resumed'), step: isNumber }),
  done: isDone,
  failed: isFailed,
});

/** Also fit to check a status that an earlier window, perhaps of an earlier version, has stored. */
export const isTrainingStatus: Guard<TrainingStatus> = objectOf<TrainingStatus>({
  phase: oneOf<TrainingPhase>('idle', 'reading', 'training', 'paused', 'done', 'failed'),
  startedAt: optional(isString),
  reading: optional(objectOf<NonNullable<TrainingStatus['reading']>>({ files: isNumber, characters: isNumber })),
  corpus: optional(isCorpusSummary),
  started: optional(isStarted),
  latest: optional(isStep),
  batchLosses: arrayOf(objectOf<LossPoint>({ step: isNumber, loss: isNumber })),
  evaluations: arrayOf(isProgress),
  samples: arrayOf(isSample),
  done: optional(isDone),
  usable: optional(isUsable),
  failure: optional(isFailed),
});
