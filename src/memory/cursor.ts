import type { Distribution } from './distribution';
import { type HiddenRanges, LONGEST_COMPARED } from './occurrences';
import type { Predictor } from './predictor';
import { BOUNDARY, REPLACEMENT } from './units';

/** The most units that can be supposed. */
const MOST_SUPPOSED = 1024;

/**
 * A place in a text, and characters that are supposed to come there: a suggestion as it grows. What is supposed is never
 * learnt, and is no evidence: chains of a model's own characters would make it ever surer of itself.
 */
export class MemoryCursor {
  private readonly context = new Uint16Array(LONGEST_COMPARED + MOST_SUPPOSED);
  private readonly real: number;
  private length: number;

  /** @param hidden asked at each prediction: what must not be seen */
  constructor(
    private readonly predictor: Predictor,
    prefix: string,
    private readonly hidden: () => HiddenRanges,
  ) {
    const start = Math.max(0, prefix.length - LONGEST_COMPARED);
    this.real = prefix.length - start;
    for (let index = 0; index < this.real; index++) this.context[index] = stored(prefix.charCodeAt(start + index));
    this.length = this.real;
  }

  /** How many characters are supposed. */
  get supposed(): number {
    return this.length - this.real;
  }

  /** What comes next. It is overwritten by the next prediction of the same memory. */
  predict(): Distribution {
    return this.predictor.predict(this.context, this.length, this.supposed, this.hidden());
  }

  /** Supposes that a unit comes next. Returns false if there is no room for it. */
  suppose(unit: number): boolean {
    if (this.supposed >= MOST_SUPPOSED) return false;
    this.context[this.length++] = stored(unit);
    return true;
  }

  /** Takes back the last supposed units, so that `count` are left. */
  keep(count: number): void {
    this.length = Math.min(this.length, this.real + count);
  }
}

function stored(unit: number): number {
  return unit === BOUNDARY ? REPLACEMENT : unit;
}
