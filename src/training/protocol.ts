import type { TrainingEvent, TrainingRequest } from './types';

/** What the training process is told. What it tells are `TrainingEvent`s. */
export type TrainingCommand =
  | { readonly type: 'start'; readonly request: TrainingRequest }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'stop' };

const COMMANDS: Record<TrainingCommand['type'], true> = { start: true, pause: true, resume: true, stop: true };

const EVENTS: Record<TrainingEvent['type'], true> = {
  reading: true,
  corpus: true,
  started: true,
  step: true,
  progress: true,
  sample: true,
  paused: true,
  resumed: true,
  done: true,
  failed: true,
};

/** Both ends are built together, so the type of a message vouches for its content. */
export function isTrainingCommand(message: unknown): message is TrainingCommand {
  return hasTypeIn(message, COMMANDS);
}

export function isTrainingEvent(message: unknown): message is TrainingEvent {
  return hasTypeIn(message, EVENTS);
}

function hasTypeIn(message: unknown, types: object): boolean {
  if (typeof message !== 'object' || message === null || !('type' in message)) return false;
  return typeof message.type === 'string' && Object.hasOwn(types, message.type);
}
