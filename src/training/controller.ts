import { UserError } from '../errors';
import { applyTrainingEvent, beginTraining, NO_TRAINING, type TrainingPhase, type TrainingStatus } from './status';
import { TrainingProcess } from './trainingProcess';
import type { TrainingEvent, TrainingRequest } from './types';

export interface TrainingListener {
  /** The status is another one for a reason that no event tells: a run begins, or an earlier one was restored. */
  onReset(status: TrainingStatus): void;
  /** `status` already contains the event. */
  onEvent(event: TrainingEvent, status: TrainingStatus): void;
}

const RUNNING: ReadonlySet<TrainingPhase> = new Set(['reading', 'training', 'paused']);

/** The training of a workspace: at most one at a time, and what is known of it. */
export class TrainingController {
  private process: TrainingProcess | undefined;
  private current: TrainingStatus = NO_TRAINING;

  /** @param script the built `training-process.js` */
  constructor(
    private readonly script: string,
    private readonly listener: TrainingListener,
  ) {}

  get status(): TrainingStatus {
    return this.current;
  }

  get running(): boolean {
    return RUNNING.has(this.current.phase);
  }

  /** Shows an earlier run, unless one has begun meanwhile. One that its window's end cut off is said to be so. */
  restore(earlier: TrainingStatus, resumable: boolean): void {
    if (this.current !== NO_TRAINING) return;
    this.current = RUNNING.has(earlier.phase) ? cutOff(earlier, resumable) : earlier;
    this.listener.onReset(this.current);
  }

  /** @throws UserError if a training is running. */
  start(request: TrainingRequest): void {
    if (this.running) throw new UserError('A training is already running. Wait until it is done, or stop it.');
    this.process?.dispose();
    this.current = beginTraining(new Date(), request.resume ? this.current : undefined);
    this.listener.onReset(this.current);
    this.process = new TrainingProcess(this.script, request, (event) => this.apply(event));
  }

  pause(): void {
    this.process?.pause();
  }

  resume(): void {
    this.process?.resume();
  }

  /** Ends the training with the best model saved. */
  stop(): void {
    this.process?.stop();
  }

  /** Ends the process at once. Its checkpoint stays. */
  dispose(): void {
    this.process?.dispose();
  }

  private apply(event: TrainingEvent): void {
    this.current = applyTrainingEvent(this.current, event);
    this.listener.onEvent(event, this.current);
  }
}

function cutOff(earlier: TrainingStatus, resumable: boolean): TrainingStatus {
  const remedy = resumable ? 'Resume it to go on from its last checkpoint.' : 'Train again.';
  const message = `The window was closed while this training ran. ${remedy}`;
  return applyTrainingEvent(earlier, { type: 'failed', message, userError: true, resumable, remedies: [] });
}
