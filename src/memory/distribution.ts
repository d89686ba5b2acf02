import { MOST_CANDIDATES } from './evidence';
import { POSSIBLE_UNITS } from './units';

/** How probable each UTF-16 code unit is. It is overwritten by the next prediction of whoever owns it. */
export interface Distribution {
  /** Units listed; every other one has the same small probability. */
  readonly size: number;
  readonly units: Uint16Array;
  /** Of each listed unit. */
  readonly probabilities: Float64Array;
  /** Of all units that are not listed, together. */
  readonly unseen: number;
  /** How many units before the longest match are the same, those that are only supposed not counted. */
  readonly matchLength: number;
  /** 1 + the index of the longest order with evidence, 0 to 13. */
  readonly longestOrder: number;
  probabilityOf(unit: number): number;
}

/** The most probable unit; undefined where none is listed. */
export function mostProbableUnit({ size, units, probabilities }: Distribution): number | undefined {
  let best: number | undefined;
  let highest = 0;
  for (let index = 0; index < size; index++) {
    const probability = probabilities[index] ?? 0;
    if (probability > highest) [best, highest] = [units[index], probability];
  }
  return best;
}

/** A distribution that can be written. */
export class WritableDistribution implements Distribution {
  size = 0;
  readonly units = new Uint16Array(2 * MOST_CANDIDATES);
  readonly probabilities = new Float64Array(2 * MOST_CANDIDATES);
  unseen = 1;
  matchLength = 0;
  longestOrder = 0;
  private readonly indices = new Int16Array(0x10000).fill(-1);

  get bytes(): number {
    return this.units.byteLength + this.probabilities.byteLength + this.indices.byteLength;
  }

  clear(): void {
    for (let index = 0; index < this.size; index++) this.indices[this.units[index] ?? 0] = -1;
    this.size = 0;
  }

  /** Adds a unit that is not listed yet. */
  push(unit: number, probability: number): void {
    const index = this.size++;
    this.units[index] = unit;
    this.probabilities[index] = probability;
    this.indices[unit] = index;
  }

  /** Of a listed unit; −1 of another. */
  indexOf(unit: number): number {
    return this.indices[unit] ?? -1;
  }

  probabilityOf(unit: number): number {
    const index = this.indexOf(unit);
    if (index >= 0) return this.probabilities[index] ?? 0;
    return this.unseen / (POSSIBLE_UNITS - this.size);
  }
}
