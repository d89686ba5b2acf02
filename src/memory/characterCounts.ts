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

  add(unit: number, before: number, twoBefore: number): void {
    const id = this.idOf(unit) || this.newId(unit);
    this.change(id, before, twoBefore, 1);
  }

  /** Takes back an `add`. */
  remove(unit: number, before: number, twoBefore: number): void {
    this.change(this.idOf(unit), before, twoBefore, -1);
  }

  /** Where the counts of what follows a character begin in `pairs`. */
  pairRow(before: number): number {
    return this.idOf(before) * IDS;
  }

  /** Where the counts of what follows two characters begin in `triples`. */
  tripleRow(before: number, twoBefore: number): number {
    return (this.idOf(twoBefore) * IDS + this.idOf(before)) * IDS;
  }

  private change(id: number, before: number, twoBefore: number, by: 1 | -1): void {
    this.sum += by;
    this.single[id] = (this.single[id] ?? 0) + by;
    changeWithin(this.pairs, this.pairRow(before) + id, by);
    changeWithin(this.triples, this.tripleRow(before, twoBefore) + id, by);
  }

  private newId(unit: number): number {
    if (unit === BOUNDARY) return 0;
    const id = Math.min(this.used, OTHER);
    if (id < OTHER) {
      this.characters[id] = unit;
      this.used++;
    }
    this.ids[unit] = id;
    return id;
  }
}

/** A count stays within what its array can hold. */
function changeWithin(counts: Uint16Array, index: number, by: number): void {
  counts[index] = Math.min(MOST, Math.max(0, (counts[index] ?? 0) + by));
}
