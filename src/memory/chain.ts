export const NOWHERE = -1;
/** Of Knuth, and of MurmurHash3. */
const [BASE, FINAL] = [0x9e3779b1, 0x85ebca6b];

/** The positions that have the same hash of the units before them, the newest first. */
export interface Chain {
  /** How many units before a position are hashed, … */
  readonly order: number;
  /** … and to how many bits. */
  readonly bits: number;
  /** The newest position of each hash; −1 is none. */
  readonly heads: Int32Array;
  /** For each position, the next older one of the same hash; −1 is none. */
  previous: Int32Array;
}

/** Of the last units before a position. */
export function hashOf({ order, bits }: Chain, units: Uint16Array, position: number): number {
  return scatter(sumOf(units, position, order), 32 - bits);
}

/**
 * Makes positions findable, those that have as many units before them as are hashed.
 *
 * @param run how many units stand before the first position without a boundary
 */
export function link(chain: Chain, units: Uint16Array, from: number, to: number, run: number): void {
  const { order, heads, previous } = chain;
  const begin = Math.min(to, from + Math.max(0, order - run));
  previous.fill(NOWHERE, from, begin);
  if (begin === to) return;
  const shift = 32 - chain.bits;
  const oldest = powerOfBase(order);
  let sum = sumOf(units, begin, order);
  for (let position = begin; position < to; position++) {
    const hash = scatter(sum, shift);
    previous[position] = heads[hash] ?? NOWHERE;
    heads[hash] = position;
    // The sum of the next position: a unit more, the oldest less.
    const added = Math.imul(sum, BASE) + (units[position] ?? 0);
    sum = (added - Math.imul(units[position - order] ?? 0, oldest)) | 0;
  }
}

/** Of the units before a position, each times a power of the base, modulo 2 ** 32 (Karp and Rabin, 1987). */
function sumOf(units: Uint16Array, position: number, order: number): number {
  let sum = 0;
  for (let back = order; back >= 1; back--) sum = (Math.imul(sum, BASE) + (units[position - back] ?? 0)) | 0;
  return sum;
}

function scatter(sum: number, shift: number): number {
  return Math.imul(sum ^ (sum >>> 15), FINAL) >>> shift;
}

function powerOfBase(exponent: number): number {
  let power = 1;
  for (let factor = 0; factor < exponent; factor++) power = Math.imul(power, BASE);
  return power;
}
