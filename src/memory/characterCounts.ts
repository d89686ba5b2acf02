import { BOUNDARY } from './units';

/** Ids of characters: 0 is none, 1 to 126 the first distinct ones that came, 127 all others. */
export const IDS = 128;
export const OTHER = IDS - 1;
const MOST = 0xffff;

/** How often each character stands in the text, alone and after the one and the two before it. */
export class CharacterCounts {
  readonly single = new Uint32Array(IDS);
  /** [before, character] */
  readonly pairs = new Uint16Array(IDS * IDS);
  /** [two before, before, character] */
  readonly triples = new Uint16Array(IDS * IDS * IDS);
  /** The character of each id. */
  readonly characters = new Uint16Array(IDS);
  private readonly ids = new Uint8Array(0x10000);
  private used = 1;
  private sum = 0;

  /** Of all characters. */
  get total(): number {
    return this.sum;
  }

  /** Ids are below it, but for those of other characters. */
  get knownIds(): number {
    return this.used;
  }

  get bytes(): number {
    const arrays = [this.single, this.pairs, this.triples, this.characters, this.ids];
    return arrays.reduce((bytes, array) => bytes + array.byteLength, 0);
  }

  /** 0 for a character that never came, and for BOUNDARY. */
  idOf(unit: number): number {
    return this.ids[unit] ?? 0;
  }

  /**
   * Counts units that follow each other, none of them a boundary.
   *
   * @param run how many units stand before the first of them without a boundary
   */
  add(units: Uint16Array, from: number, to: number, run: number): void {
    const { single, pairs, triples } = this;
    let before = run > 0 ? this.idOf(units[from - 1] ?? BOUNDARY) : 0;
    let twoBefore = run > 1 ? this.idOf(units[from - 2] ?? BOUNDARY) : 0;
    for (let position = from; position < to; position++) {
      const unit = units[position] ?? BOUNDARY;
      const id = this.idOf(unit) || this.newId(unit);
      const pair = before * IDS + id;
      const triple = (twoBefore * IDS + before) * IDS + id;
      single[id] = (single[id] ?? 0) + 1;
      pairs[pair] = Math.min(MOST, (pairs[pair] ?? 0) + 1);
      triples[triple] = Math.min(MOST, (triples[triple] ?? 0) + 1);
      twoBefore = before;
      before = id;
    }
    this.sum += to - from;
  }

  /** Takes back one unit of an `add`. */
  remove(unit: number, before: number, twoBefore: number): void {
    const id = this.idOf(unit);
    this.sum--;
    this.single[id] = (this.single[id] ?? 0) - 1;
    decrement(this.pairs, this.pairRow(before) + id);
    decrement(this.triples, this.tripleRow(before, twoBefore) + id);
  }

  /** Where the counts of what follows a character begin in `pairs`. */
  pairRow(before: number): number {
    return this.idOf(before) * IDS;
  }

  /** Where the counts of what follows two characters begin in `triples`. */
  tripleRow(before: number, twoBefore: number): number {
    return (this.idOf(twoBefore) * IDS + this.idOf(before)) * IDS;
  }

  private newId(unit: number): number {
    const id = Math.min(this.used, OTHER);
    if (id < OTHER) {
      this.characters[id] = unit;
      this.used++;
    }
    this.ids[unit] = id;
    return id;
  }
}

/** A count that once was too large for its array may be too small now. */
function decrement(counts: Uint16Array, index: number): void {
  counts[index] = Math.max(0, (counts[index] ?? 0) - 1);
}
