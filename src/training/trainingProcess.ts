import { describeExit, forkProcess, type MessageProcess, type ProcessExit, type ProcessOptions } from '../processes';
import { isTrainingEvent } from './eventGuards';
import type { TrainingCommand } from './protocol';
import { isResumable } from './runFolder';
import { OTHER_ENGINE } from './engines/tensorflow/failures';
import { TENSORFLOW_ENVIRONMENT } from './engines/tensorflow/load';
import type { EngineName, TrainingEvent, TrainingRequest } from './types';

/**
 * For glibc's malloc. Given back to the system, memory costs an interrupt of every thread, and comes back page by page: of the
 * training's threads, that took a twentieth of the time. Other systems do not look at these.
 */
const KEEP_MEMORY = { MALLOC_TRIM_THRESHOLD_: String(2 ** 32), MALLOC_TOP_PAD_: String(2 ** 26) };

/** A training in a process of its own, seen from its parent. The last event is `done` or `failed`, come what may. */
export class TrainingProcess {
  private readonly process: MessageProcess;
  private ended = false;
  private engine: EngineName | undefined;

  /** @param script the built `training-process.js` */
  constructor(
    script: string,
    private readonly request: TrainingRequest,
    private readonly onEvent: (event: TrainingEvent) => void,
    options?: ProcessOptions,
  ) {
    this.process = forkProcess(
      script,
      {
        onMessage: (message) => {
          if (isTrainingEvent(message)) this.tell(message);
        },
        onExit: (exit) => void this.explainExit(exit),
      },
      { ...options, env: { ...TENSORFLOW_ENVIRONMENT, ...KEEP_MEMORY } },
    );
    this.send({ type: 'start', request });
  }

  get processId(): number | undefined {
    return this.process.id;
  }

  pause(): void {
    this.send({ type: 'pause' });
  }

  resume(): void {
    this.send({ type: 'resume' });
  }

  /** Ends the training after the present iteration, with the best model saved. */
  stop(): void {
    this.send({ type: 'stop' });
  }

  /** Ends the process at once, without a further event. */
  dispose(): void {
    this.ended = true;
    this.process.dispose();
  }

  private send(command: TrainingCommand): void {
    this.process.send(command);
  }

  private tell(event: TrainingEvent): void {
    if (this.ended) return;
    if (event.type === 'started') this.engine = event.engine;
    this.ended = event.type === 'done' || event.type === 'failed';
    this.onEvent(event);
  }

  private async explainExit(exit: ProcessExit): Promise<void> {
    if (this.ended) return;
    const resumable = await isResumable(this.request.modelFolder);
    const remedy = resumable ? 'Resume the training to go on from its last checkpoint.' : 'Train again.';
    // What a GPU's driver cannot mend ends the process.
    const ofTensorFlow = this.engine === 'tensorflow';
    this.tell({
      type: 'failed',
      message: `The training process ${describeExit(exit)}. ${remedy}${ofTensorFlow ? ` ${OTHER_ENGINE}` : ''}`,
      userError: false,
      resumable,
      remedies: ofTensorFlow ? ['useOnnxRuntime'] : [],
    });
  }
}
