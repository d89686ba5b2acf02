import { clamp, stretch } from './logistic';

const [LEAST, MOST] = [0.0005, 0.9998];
const MOST_VISITS = 1000;
/** What a first guess counts, in visits. */
const TRUST = 9;

/** For each of some states, how often what was asked came true: a probability that follows what happens. */
export class AdaptiveMap {
  readonly probabilities: Float32Array;
  readonly visits: Uint16Array;
  /** The logarithm is taken when a probability changes, which is less often than it is asked for. */
  private readonly stretchedValues: Float32Array;

  /**
   * @param guess the probability of each state to begin with
   * @param slowest the least share by which a probability moves towards what happened
   */
  constructor(
    states: number,
    guess: (state: number) => number,
    private readonly slowest: number,
  ) {
    this.probabilities = Float32Array.from({ length: states }, (_, state) => clamp(guess(state), LEAST, MOST));
    this.visits = new Uint16Array(states);
    this.stretchedValues = this.probabilities.map(stretch);
  }

  get bytes(): number {
    return this.probabilities.byteLength + this.visits.byteLength + this.stretchedValues.byteLength;
  }

  /** In the logistic domain. */
  stretched(state: number): number {
    return this.stretchedValues[state] ?? 0;
  }

  learn(state: number, happened: 0 | 1): void {
    const visits = Math.min((this.visits[state] ?? 0) + 1, MOST_VISITS);
    this.visits[state] = visits;
    const probability = this.probabilities[state] ?? 0.5;
    const moved = probability + (happened - probability) * Math.max(this.slowest, 1 / (visits + TRUST));
    const clamped = clamp(moved, LEAST, MOST);
    this.probabilities[state] = clamped;
    this.stretchedValues[state] = stretch(clamped);
  }

  /** After the probabilities were written by another. */
  refresh(): void {
    this.probabilities.forEach((probability, state) => {
      const clamped = clamp(probability, LEAST, MOST);
      this.probabilities[state] = clamped;
      this.stretchedValues[state] = stretch(clamped);
    });
  }
}
