/** How long a training goes: so many iterations, so much time, or what is over first. */
export class Budget {
  /**
   * @param steps iterations; Infinity if only the time counts
   * @param seconds of training; Infinity if only the iterations count
   */
  constructor(
    readonly steps: number,
    readonly seconds: number,
  ) {}

  /** How much of it is used up, from 0 to 1. */
  used(step: number, seconds: number): number {
    return Math.min(1, Math.max(step / this.steps, seconds / this.seconds));
  }

  /** @param secondsPerStep what an iteration has taken so far */
  secondsLeft(step: number, seconds: number, secondsPerStep: number): number {
    return Math.max(0, Math.min(secondsPerStep * (this.steps - step), this.seconds - seconds));
  }
}
