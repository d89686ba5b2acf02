import { type Chain, hashOf } from './chain';
import type { TextStore } from './textStore';
import { BOUNDARY } from './units';

/** Of each chain, the most positions looked at: those of short contexts are many, and say less each. */
const MOST_LOOKED_AT = [200, 64, 32] as const;
/** Two contexts are compared this far back, … */
export const COMPARED = 32;
/** … the longest match this far. */
export const LONGEST_COMPARED = 400;
/** Longer than any context. An integer: the loops stay with integers. */
const UNLIMITED = 1 << 20;
export const MOST_OCCURRENCES = MOST_LOOKED_AT.reduce<number>((sum, most) => sum + most, 0);

/** Positions of the store that must not be seen: from (inclusive), to (exclusive), in pairs, sorted. */
export type HiddenRanges = readonly number[];

/**
 * Where the end of a text stood before, and what came then. Found for the longest contexts first; among those of the same
 * chain the newest first.
 */
export class Occurrences {
  count = 0;
  /** What came. */
  readonly units = new Uint16Array(MOST_OCCURRENCES);
  /** How many units before it are the same, up to COMPARED. */
  readonly lengths = new Uint16Array(MOST_OCCURRENCES);
  /** The unit before those that are the same: where two occurrences differ in it, they are two witnesses. */
  readonly others = new Uint16Array(MOST_OCCURRENCES);
  readonly positions = new Int32Array(MOST_OCCURRENCES);
  /** How many units before the best occurrence are the same, up to LONGEST_COMPARED; 0 if there is none. */
  longest = 0;
  /** What came at the best occurrence: the newest of the longest. */
  expected = BOUNDARY;

  /** For each chain, longest first, where its occurrences begin; the last is their end. */
  private readonly starts = new Int32Array(MOST_LOOKED_AT.length + 1);
  /** For each chain, the newest occurrence that `next` has not passed. */
  private readonly heads = new Int32Array(MOST_LOOKED_AT.length);

  constructor(private readonly store: TextStore) {}

  /** The index of the newest occurrence of all; −1 if there is none. */
  first(): number {
    this.heads.set(this.starts.subarray(0, this.heads.length));
    return this.next();
  }

  /** The index of the next older occurrence; −1 if there is none. Each chain's are in that order, so they are merged. */
  next(): number {
    let newest = -1;
    let from = -1;
    for (let chain = 0; chain < this.heads.length; chain++) {
      const head = this.heads[chain] ?? 0;
      if (head >= (this.starts[chain + 1] ?? 0)) continue;
      if (newest >= 0 && (this.positions[head] ?? 0) < (this.positions[newest] ?? 0)) continue;
      newest = head;
      from = chain;
    }
    if (from >= 0) this.heads[from] = newest + 1;
    return newest;
  }

  /** Looks for the text that ends before `context[length]`. */
  find(context: Uint16Array, length: number, hidden: HiddenRanges): void {
    this.count = 0;
    this.longest = 0;
    this.expected = BOUNDARY;
    const { chains } = this.store;
    let nextOrder = UNLIMITED;
    for (let index = chains.length - 1; index >= 0; index--) {
      const chain = chains[index];
      this.starts[chains.length - 1 - index] = this.count;
      if (!chain || length < chain.order) continue;
      this.follow(chain, MOST_LOOKED_AT[index] ?? 0, nextOrder, context, length, hidden);
      nextOrder = chain.order;
    }
    this.starts[chains.length] = this.count;
  }

  /** @param nextOrder of the chain that was followed before: what it found is not added twice */
  private follow(
    chain: Chain,
    most: number,
    nextOrder: number,
    context: Uint16Array,
    length: number,
    hidden: HiddenRanges,
  ): void {
    const { order, heads, previous } = chain;
    const { units } = this.store;
    const known = this.count;
    const limit = Math.min(nextOrder, COMPARED, length);
    let again = 0;
    let position = heads[hashOf(chain, context, length)] ?? -1;
    for (let looked = 0; looked < most && position >= 0; looked++, position = previous[position] ?? -1) {
      const same = commonLength(units, position, context, length, limit);
      if (same < order || units[position] === BOUNDARY || isHidden(position, hidden)) continue;
      if (same >= nextOrder && ++again <= known) continue;
      this.push(position, same);
      if (same === COMPARED) this.compareFurther(position, context, length);
      else if (same > this.longest) this.takeAsBest(position, same);
    }
  }

  private push(position: number, same: number): void {
    const { units } = this.store;
    const index = this.count++;
    this.units[index] = units[position] ?? BOUNDARY;
    this.lengths[index] = same;
    this.others[index] = same < position ? (units[position - 1 - same] ?? BOUNDARY) : BOUNDARY;
    this.positions[index] = position;
  }

  private compareFurther(position: number, context: Uint16Array, length: number): void {
    if (this.longest === LONGEST_COMPARED) return;
    const same = commonLength(this.store.units, position, context, length, Math.min(LONGEST_COMPARED, length));
    if (same > this.longest) this.takeAsBest(position, same);
  }

  private takeAsBest(position: number, same: number): void {
    this.longest = same;
    this.expected = this.store.units[position] ?? BOUNDARY;
  }
}

/** How many units before `units[position]` and before `context[length]` are the same, at most `limit`. */
function commonLength(
  units: Uint16Array,
  position: number,
  context: Uint16Array,
  length: number,
  limit: number,
): number {
  const most = Math.min(limit, position);
  let same = 0;
  while (same < most && units[position - 1 - same] === context[length - 1 - same]) same++;
  return same;
}

/** By halving: the bounds are sorted, so a position is hidden if an odd number of them is at or before it. */
function isHidden(position: number, hidden: HiddenRanges): boolean {
  let low = 0;
  let high = hidden.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hidden[middle] ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}
