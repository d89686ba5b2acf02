/** What is learnt of how to weigh evidence; nothing of the text. */
export interface Learnt {
  /** From 0 to 1. */
  readonly probabilities: readonly Float32Array[];
  /** Of mixers. */
  readonly weights: readonly Float32Array[];
  /** How often each probability has been learnt. */
  readonly visits: readonly Uint16Array[];
}

/** Numbers are kept as 16 bits: probabilities in steps of 1 / 65535, … */
const PROBABILITY_STEPS = 0xffff;
/** … and weights in these, from −8 to 8. */
const WEIGHT_STEPS = 4096;
const WEIGHT_ZERO = 0x8000;
/** How much what was loaded counts against what happens next, in visits. */
const LOADED_VISITS = 50;

/** As bytes, two for each number, the lower first. */
export function encodeLearnt({ probabilities, weights }: Learnt): Uint8Array {
  const numbers = [
    ...probabilities.flatMap((array) => Array.from(array, (value) => Math.round(value * PROBABILITY_STEPS))),
    ...weights.flatMap((array) => Array.from(array, (value) => WEIGHT_ZERO + Math.round(value * WEIGHT_STEPS))),
  ];
  const bytes = new Uint8Array(2 * numbers.length);
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, index) => view.setUint16(2 * index, Math.min(0xffff, Math.max(0, number)), true));
  return bytes;
}

/** Writes what was encoded into the arrays. @throws Error if there is more or less of it than they hold */
export function decodeLearnt(bytes: Uint8Array, { probabilities, weights, visits }: Learnt): void {
  const length = [...probabilities, ...weights].reduce((sum, array) => sum + array.length, 0);
  if (bytes.length !== 2 * length) throw new Error('What the memory has learnt is of another version.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const next = (): number => {
    const number = view.getUint16(at, true);
    at += 2;
    return number;
  };
  for (const array of probabilities)
    for (let index = 0; index < array.length; index++) array[index] = next() / PROBABILITY_STEPS;
  for (const array of weights) {
    for (let index = 0; index < array.length; index++) array[index] = (next() - WEIGHT_ZERO) / WEIGHT_STEPS;
  }
  for (const array of visits) array.fill(LOADED_VISITS);
}
