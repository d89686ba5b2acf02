import { isStatistics, type Statistics } from '../../completion/statistics';
import type { TrainingStatus } from '../../training/status';
import type { TrainingEvent } from '../../training/types';
import { unionOf, objectOf, oneOf, optional } from '../../guards';
import { isTrainingEvent, isTrainingStatus } from '../../training/eventGuards';

/** Of a training, in the order of the buttons. */
export const TRAINING_ACTIONS = [
  'openGenerator',
  'installTensorFlow',
  'useOnnxRuntime',
  'resume',
  'pause',
  'train',
  'stop',
] as const;

/** What a user can ask for of a training. */
export type TrainingAction = (typeof TRAINING_ACTIONS)[number];

export const VIEW_ACTIONS = [...TRAINING_ACTIONS, 'resetStatistics'] as const;

/** What a user can ask for in the training view. */
export type ViewAction = (typeof VIEW_ACTIONS)[number];

/** From the page, after its `ready`. */
export interface TrainingViewMessage {
  readonly type: 'action';
  readonly action: ViewAction;
}

/** To the page: the whole status once, then what changes it; and the statistics of the completions, if there are any. */
export type TrainingPageMessage =
  | { readonly type: 'status'; readonly status: TrainingStatus }
  | { readonly type: 'event'; readonly event: TrainingEvent }
  | { readonly type: 'statistics'; readonly statistics?: Statistics | undefined };

export const isTrainingViewMessage = objectOf<TrainingViewMessage>({
  type: oneOf('action'),
  action: oneOf(...VIEW_ACTIONS),
});

export const isTrainingPageMessage = unionOf<TrainingPageMessage>({
  status: objectOf({ type: oneOf('status'), status: isTrainingStatus }),
  event: objectOf({ type: oneOf('event'), event: isTrainingEvent }),
  statistics: objectOf({ type: oneOf('statistics'), statistics: optional(isStatistics) }),
});
