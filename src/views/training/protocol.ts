import type { TrainingStatus } from '../../training/status';
import type { TrainingEvent } from '../../training/types';
import { unionOf, objectOf, oneOf } from '../../guards';
import { isTrainingEvent, isTrainingStatus } from '../../training/eventGuards';

/** In the order of the buttons. */
export const TRAINING_ACTIONS = [
  'openGenerator',
  'installTensorFlow',
  'useOnnxRuntime',
  'resume',
  'pause',
  'train',
  'stop',
] as const;

/** What a user can ask for in the training view. */
export type TrainingAction = (typeof TRAINING_ACTIONS)[number];

/** From the page, after its `ready`. */
export interface TrainingViewMessage {
  readonly type: 'action';
  readonly action: TrainingAction;
}

/** To the page: the whole status once, then what changes it. */
export type TrainingPageMessage =
  | { readonly type: 'status'; readonly status: TrainingStatus }
  | { readonly type: 'event'; readonly event: TrainingEvent };

export const isTrainingViewMessage = objectOf<TrainingViewMessage>({
  type: oneOf('action'),
  action: oneOf(...TRAINING_ACTIONS),
});

export const isTrainingPageMessage = unionOf<TrainingPageMessage>({
  status: objectOf({ type: oneOf('status'), status: isTrainingStatus }),
  event: objectOf({ type: oneOf('event'), event: isTrainingEvent }),
});
