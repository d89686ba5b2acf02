import { CharacterCounts } from './characterCounts';
import { type Chain, hashOf, link, NOWHERE } from './chain';
import type { Step } from './pauses';
import { BOUNDARY, REPLACEMENT } from './units';

/** How many units before a position its chains are keyed by: one chain an order. */
export const CHAIN_ORDERS = [3, 6, 12] as const;
const HASH_BITS = [16, 19, 19] as const;

/** Of the units: one of the text, and four a chain. */
export const BYTES_PER_UNIT = 2 + 4 * CHAIN_ORDERS.length;
/** Room for a sixteenth more: the empty part of the arrays stays small, and few edits have to wait until all is copied. */
const GROWTH = 1 / 16;
const SMALLEST_CAPACITY = 1 << 12;
const LONGEST_ORDER = Math.max(...CHAIN_ORDERS);
/** How many units before a piece are repeated in front of it, so that it is found by what came before it. */
export const LEAD = 32;

/**
 * All text that is remembered, as UTF-16 code units in one array, to which text is only ever added at the end; what is
 * erased leaves BOUNDARY behind until the store is compacted. Hash chains find where the last 3, 6 and 12 units stood before.
 */
export class TextStore {
  units = new Uint16Array(0);
  readonly chains: readonly Chain[] = CHAIN_ORDERS.map((order, index) => {
    const bits = HASH_BITS[index] ?? 0;
    return { order, bits, heads: new Int32Array(1 << bits).fill(NOWHERE), previous: new Int32Array(0) };
  });
  readonly counts = new CharacterCounts();
  private end = 0;
  /** Units before the end without a boundary among them. */
  private run = 0;
  /** While the store is compacted: where the next piece goes. */
  private target: number | undefined;

  /** @param maximum of units; beyond it nothing is added */
  constructor(readonly maximum: number) {}

  /** Where the next unit will stand. */
  get length(): number {
    return this.end;
  }

  /** Units of text, without boundaries and what is repeated in front of pieces. */
  get textLength(): number {
    return this.counts.total;
  }

  /** Of all arrays. */
  get bytes(): number {
    const heads = this.chains.reduce((sum, { heads }) => sum + heads.byteLength, 0);
    return this.units.length * BYTES_PER_UNIT + heads + this.counts.bytes;
  }

  /** Makes room for so many more units. Returns whether there is. */
  reserve(more: number): boolean {
    if (this.end + more > this.maximum) return false;
    for (const step of this.growing(more, GROWTH)) step();
    return true;
  }

  /**
   * What makes room for so many more units, step by step; between two steps texts may change.
   *
   * @param growth if the store has to grow, so much more than it must, as a share
   */
  growing(more: number, growth: number): readonly Step[] {
    const wanted = Math.min(this.end + more, this.maximum);
    if (wanted <= this.units.length) return [];
    const grown = Math.max(Math.ceil(wanted * (1 + growth)), SMALLEST_CAPACITY);
    const capacity = Math.min(grown, this.maximum);
    const growChain = (chain: Chain) => {
      if (chain.previous.length < capacity) this.resizeChain(chain, capacity);
    };
    const growAll = () => {
      this.chains.forEach(growChain);
      if (this.units.length < capacity) this.resizeUnits(capacity);
    };
    return [...this.chains.map((chain) => () => growChain(chain)), growAll];
  }

  /** What gives back room that is not needed soon, step by step; between two steps texts may change. */
  trimming(): readonly Step[] {
    const enough = () => Math.max(SMALLEST_CAPACITY, Math.ceil(this.end * (1 + GROWTH)));
    const trimUnits = () => {
      if (this.units.length > enough()) this.resizeUnits(enough());
    };
    const trimChain = (chain: Chain) => {
      if (chain.previous.length > this.units.length) this.resizeChain(chain, this.units.length);
    };
    return [trimUnits, ...this.chains.map((chain) => () => trimChain(chain))];
  }

  /** Adds a boundary: what comes next has nothing to do with what came before. The caller has reserved room. */
  addBoundary(): void {
    this.unlink(this.end, this.end + 1);
    this.units[this.end++] = BOUNDARY;
    this.run = 0;
  }

  /** Adds units that are only repeated in front of others, and are not text themselves. */
  addContext(units: Uint16Array): void {
    const { end } = this;
    this.units.set(units, end);
    this.unlink(end, end + units.length);
    this.end += units.length;
    this.run += units.length;
  }

  /** Adds `text[from]` to `text[to − 1]`. The caller has reserved room. */
  addText(text: string, from: number, to: number): void {
    const { units, end: start, run } = this;
    const end = start + to - from;
    for (let position = start; position < end; position++) {
      const unit = text.charCodeAt(from + position - start);
      units[position] = unit === BOUNDARY ? REPLACEMENT : unit;
    }
    this.counts.add(units, start, end, run);
    // While the store is compacted, new text is found as soon as it is moved.
    if (this.target === undefined) this.link(start, end, run);
    else this.unlink(start, end);
    this.end = end;
    this.run = run + end - start;
  }

  /** Removes text. What stood at the end is gone at once, other text's room with the next compaction. */
  erase(from: number, to: number): void {
    for (let position = to - 1; position >= from; position--) {
      const unit = this.units[position] ?? BOUNDARY;
      if (unit === BOUNDARY) continue;
      this.counts.remove(unit, this.unitBefore(position, 1), this.unitBefore(position, 2));
      if (position === this.end - 1) this.removeLast();
      else this.units[position] = BOUNDARY;
    }
  }

  /** A copy of the last `length` units before a position, as far as there are any without a boundary. */
  before(position: number, length: number): Uint16Array {
    let start = position;
    while (start > position - length && start > 0 && this.units[start - 1] !== BOUNDARY) start--;
    return this.units.slice(start, position);
  }

  /** Begins to close the gaps: every piece of text must then be moved, the first first. Until then nothing of it is found. */
  beginCompaction(): void {
    this.target = 0;
    for (const { heads } of this.chains) heads.fill(NOWHERE);
  }

  /**
   * Moves a piece of text towards the beginning, with what is repeated in front of it.
   *
   * @param follows whether it goes on where the piece moved before ended
   * @returns where it begins now
   */
  moveDown(from: number, to: number, follows: boolean): number {
    const lead = follows ? this.before(from, LONGEST_ORDER).length : this.moveLead(from);
    const start = this.target ?? 0;
    const end = start + to - from;
    this.units.copyWithin(start, from, to);
    this.link(start, end, lead);
    this.target = end;
    return start;
  }

  endCompaction(): void {
    this.end = this.target ?? this.end;
    this.target = undefined;
    this.run = this.before(this.end, LONGEST_ORDER).length;
  }

  /** A boundary, and the units that stand before a piece. Returns how many those are. */
  private moveLead(from: number): number {
    const lead = this.before(from, LEAD);
    const target = this.target ?? 0;
    const start = target + 1 + lead.length;
    this.units[target] = BOUNDARY;
    this.units.set(lead, target + 1);
    this.unlink(target, start);
    this.target = start;
    return lead.length;
  }

  private unitBefore(position: number, distance: number): number {
    for (let back = 1; back <= distance; back++) {
      if ((this.units[position - back] ?? BOUNDARY) === BOUNDARY) return BOUNDARY;
    }
    return this.units[position - distance] ?? BOUNDARY;
  }

  /** Each chain by itself: there its next links do not wait for each other. */
  private link(from: number, to: number, run: number): void {
    for (const chain of this.chains) link(chain, this.units, from, to, run);
  }

  private unlink(from: number, to: number): void {
    for (const { previous } of this.chains) previous.fill(NOWHERE, from, to);
  }

  private removeLast(): void {
    this.end--;
    for (const chain of this.chains) {
      const { order, heads, previous } = chain;
      if (this.end < order) continue;
      const hash = hashOf(chain, this.units, this.end);
      if (heads[hash] === this.end) heads[hash] = previous[this.end] ?? NOWHERE;
    }
    this.run = this.before(this.end, LONGEST_ORDER).length;
  }

  private resizeUnits(capacity: number): void {
    const units = new Uint16Array(capacity);
    units.set(this.units.subarray(0, this.end));
    this.units = units;
  }

  private resizeChain(chain: Chain, capacity: number): void {
    const previous = new Int32Array(capacity);
    previous.set(chain.previous.subarray(0, this.end));
    chain.previous = previous;
  }
}
