/** What a running training is told from outside: to pause, to go on, to stop and keep its best model. */
export class TrainingControl {
  private paused = false;
  private readonly stopper = new AbortController();
  private wake: (() => void) | undefined;

  get stopping(): boolean {
    return this.stopped.aborted;
  }

  /** Aborted when the training is to stop: for work that has nothing worth keeping. */
  get stopped(): AbortSignal {
    return this.stopper.signal;
  }

  get pausing(): boolean {
    return this.paused && !this.stopping;
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.wake?.();
  }

  stop(): void {
    this.stopper.abort();
    this.wake?.();
  }

  /** Resolves when a paused training is to go on, or to stop. */
  async resumed(): Promise<void> {
    while (this.pausing) await new Promise<void>((resolve) => (this.wake = resolve));
  }
}
