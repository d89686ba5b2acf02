import type { Suggestion } from '../inference/types';

const BINS = 10;

interface Bin {
  readonly count: number;
  readonly right: number;
  readonly promised: number;
}

/** How far what a model says of its suggestions is from what becomes of them. */
export class CalibrationError {
  private readonly bins: Bin[] = Array.from({ length: BINS }, () => ({ count: 0, right: 0, promised: 0 }));

  /** Whoever does not say how probable a suggestion is promises nothing. @param following the text that is about to come */
  add({ characters, probability }: Suggestion, following: string): void {
    if (characters.length === 0 || probability === undefined) return;
    const isRight = following.startsWith(characters.map(({ character }) => character).join(''));
    const index = Math.min(Math.floor(probability * BINS), BINS - 1);
    const { count, right, promised } = this.bins[index] ?? { count: 0, right: 0, promised: 0 };
    this.bins[index] = { count: count + 1, right: right + (isRight ? 1 : 0), promised: promised + probability };
  }

  /**
   * The expected calibration error: of suggestions of about the same probability, in ten bins, the difference between their mean
   * probability and the share that is right; the mean over all suggestions. Null if there was none.
   */
  get expected(): number | null {
    const count = this.bins.reduce((sum, bin) => sum + bin.count, 0);
    const differences = this.bins.reduce((sum, { right, promised }) => sum + Math.abs(right - promised), 0);
    return count === 0 ? null : differences / count;
  }
}
