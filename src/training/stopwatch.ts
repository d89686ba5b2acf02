/** Measures time, pauses left out. */
export class Stopwatch {
  private since: number | undefined;

  /** @param elapsed seconds that it begins with */
  constructor(private elapsed = 0) {}

  get seconds(): number {
    return this.elapsed + (this.since === undefined ? 0 : (performance.now() - this.since) / 1000);
  }

  start(): void {
    this.since ??= performance.now();
  }

  stop(): void {
    this.elapsed = this.seconds;
    this.since = undefined;
  }
}
