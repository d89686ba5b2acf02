/** How often a process that crashes is started again: not more than `limit` times in `windowMilliseconds`. */
export class RestartPolicy {
  private restarts: readonly number[] = [];

  constructor(
    private readonly limit = 4,
    private readonly windowMilliseconds = 3 * 60_000,
  ) {}

  /** Whether to start again after a crash now (a time in milliseconds). If so, the restart is counted. */
  allowsRestart(now: number): boolean {
    const recent = this.restarts.filter((restart) => now - restart < this.windowMilliseconds);
    const allowed = recent.length < this.limit;
    this.restarts = allowed ? [...recent, now] : recent;
    return allowed;
  }
}
