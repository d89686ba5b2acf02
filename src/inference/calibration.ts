import { clamp, squash, stretch } from '../memory/logistic';

/** Points of a curve, evenly spaced in the logistic domain between these probabilities. */
const POINTS = 16;
const [LEAST, MOST] = [stretch(0.02), stretch(0.99)];
/** Longer suggestions, in characters, have a curve of their own: the longer, the more of the text is the model's own. */
const SHORT = 6;
const CURVES = 2;
/** How much the first guess, that the models are right about themselves, counts: as so many suggestions. */
const TRUST = 20;
/** What happened longer ago counts less and less: a point remembers about so many suggestions. */
const REMEMBERED = 300;

/** What a calibration has learnt: for each point of its curves, how many suggestions, and how many of them were right. */
export interface CalibrationCounts {
  readonly seen: readonly number[];
  readonly right: readonly number[];
}

/**
 * How often suggestions turned out right of which the models were so sure. A model that goes on from its own text becomes too
 * sure of itself, or too unsure, and how much depends on the text; this is learnt while it is typed. Before that it says what
 * the models say.
 */
export class Calibration {
  private readonly seen = new Float64Array(POINTS * CURVES);
  private readonly right = new Float64Array(POINTS * CURVES);

  /**
   * The share of such suggestions that will be right, from 0 to 1.
   *
   * @param raw the product of the characters' probabilities
   * @param length in characters
   */
  probability(raw: number, length: number): number {
    const { lower, share } = neighbours(raw, length);
    // Of what is left of the guess: as far from it in the logistic domain as the points beside it are.
    const shift = (1 - share) * this.shift(lower) + share * this.shift(lower + 1);
    return shift === 0 ? raw : squash(stretch(clamp(raw, 1e-6, 1 - 1e-6)) + shift);
  }

  /** A suggestion turned out to be right, or not. */
  learn(raw: number, length: number, isRight: boolean): void {
    const { lower, share } = neighbours(raw, length);
    this.learnAt(lower, 1 - share, isRight);
    this.learnAt(lower + 1, share, isRight);
  }

  save(): CalibrationCounts {
    return { seen: [...this.seen], right: [...this.right] };
  }

  /** @throws Error if it cannot have been saved by a calibration */
  load({ seen, right }: CalibrationCounts): void {
    const isPossible = (count: number, point: number) => count >= 0 && count <= (seen[point] ?? 0);
    if (seen.length !== this.seen.length || right.length !== this.right.length || !right.every(isPossible)) {
      throw new Error('What was learnt of suggestions is of another version.');
    }
    this.seen.set(seen);
    this.right.set(right);
  }

  private learnAt(point: number, weight: number, isRight: boolean): void {
    const seen = (this.seen[point] ?? 0) + weight;
    const right = (this.right[point] ?? 0) + (isRight ? weight : 0);
    const kept = Math.min(1, REMEMBERED / seen);
    this.seen[point] = seen * kept;
    this.right[point] = right * kept;
  }

  private shift(point: number): number {
    const guess = LEAST + ((point % POINTS) * (MOST - LEAST)) / (POINTS - 1);
    const seen = this.seen[point] ?? 0;
    if (seen === 0) return 0;
    return stretch(((this.right[point] ?? 0) + TRUST * squash(guess)) / (seen + TRUST)) - guess;
  }
}

/** The point before a probability on its curve, and how far it is on the way to the next one. */
function neighbours(raw: number, length: number): { readonly lower: number; readonly share: number } {
  const place = (clamp(stretch(clamp(raw, 1e-6, 1 - 1e-6)), LEAST, MOST) - LEAST) / (MOST - LEAST);
  const before = Math.min(Math.floor(place * (POINTS - 1)), POINTS - 2);
  return { lower: (length > SHORT ? POINTS : 0) + before, share: place * (POINTS - 1) - before };
}
