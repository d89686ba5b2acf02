import os from 'node:os';
import { CancelledError, messageOf, UserError } from '../errors';
import { endWithParent, sendToParent } from '../processes';
import { TrainingControl } from './control';
import { EngineError } from './engines/engineError';
import { isTrainingCommand } from './protocol';
import { isResumable } from './runFolder';
import { train } from './train';
import type { TrainingEvent, TrainingRequest } from './types';

/** The training process: trains once, as its parent says, and ends. */
const control = new TrainingControl();

process.on('message', (message) => {
  if (!isTrainingCommand(message)) return;
  switch (message.type) {
    case 'start':
      void run(message.request);
      break;
    case 'pause':
      control.pause();
      break;
    case 'resume':
      control.resume();
      break;
    case 'stop':
      control.stop();
      break;
  }
});
endWithParent();

async function run(request: TrainingRequest): Promise<void> {
  yieldToOthers();
  try {
    await train(request, control, sendToParent);
  } catch (error) {
    sendToParent(failure(error, await isResumable(request.modelFolder)));
  }
  process.disconnect();
}

function failure(error: unknown, resumable: boolean): TrainingEvent {
  if (error instanceof CancelledError) {
    const message = 'The training was stopped before it had learnt anything. Train again when you like.';
    return { type: 'failed', message, userError: true, resumable, remedies: [] };
  }
  const userError = error instanceof UserError;
  if (!userError) console.error(error);
  const remedies = error instanceof EngineError ? error.remedies : [];
  return { type: 'failed', message: messageOf(error), userError, resumable, remedies };
}

/** Uses what others leave of the processor, so that the editor stays as fast as it was. */
function yieldToOthers(): void {
  try {
    os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Some containers forbid it; then training merely competes.
  }
}
