import { objectOf, oneOf, unionOf } from '../guards';
import type { TrainingRequest } from './types';

/** What the training process is told. What it tells are `TrainingEvent`s. */
export type TrainingCommand = StartCommand | PauseCommand | ResumeCommand | StopCommand;

interface StartCommand {
  readonly type: 'start';
  readonly request: TrainingRequest;
}

interface PauseCommand {
  readonly type: 'pause';
}

interface ResumeCommand {
  readonly type: 'resume';
}

interface StopCommand {
  readonly type: 'stop';
}

export const isTrainingCommand = unionOf<TrainingCommand>({
  start: objectOf<StartCommand>({ type: oneOf('start'), request: isRequest }),
  pause: objectOf<PauseCommand>({ type: oneOf('pause') }),
  resume: objectOf<ResumeCommand>({ type: oneOf('resume') }),
  stop: objectOf<StopCommand>({ type: oneOf('stop') }),
});

/** Parent and child are built together, and a request has been typed all the way: its shape is not checked again. */
function isRequest(value: unknown): value is TrainingRequest {
  return typeof value === 'object' && value !== null;
}
