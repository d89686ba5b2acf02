/** The whole state of a generator: four unsigned 32-bit numbers. */
export type RandomState = readonly [number, number, number, number];

/**
 * A small seeded random generator: the same seed gives the same numbers on every machine. It is sfc32, by Chris
 * Doty-Humphrey (PractRand, https://pracrand.sourceforge.net), seeded as there.
 */
export class Random {
  private readonly words: Uint32Array;

  /** @param seed an integer from 0 to 2^53 − 1 */
  constructor(seed: number) {
    this.words = Uint32Array.of(0, seed >>> 0, Math.floor(seed / 2 ** 32), 1);
    for (let round = 0; round < 12; round++) this.next();
  }

  /** What to keep to go on later with exactly the numbers that would have come next. */
  get state(): RandomState {
    const [a = 0, b = 0, c = 0, counter = 0] = this.words;
    return [a, b, c, counter];
  }

  set state(state: RandomState) {
    this.words.set(state);
  }

  /** A number from 0 (inclusive) to 1 (exclusive), of 53 random bits. */
  uniform(): number {
    const high = this.next() >>> 5;
    const low = this.next() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** An integer from 0 (inclusive) to `limit` (exclusive). */
  integer(limit: number): number {
    return Math.floor(this.uniform() * limit);
  }

  /** A number from the normal distribution with mean 0 and variance 1 (Box and Muller, 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** The next 32 bits. */
  private next(): number {
    const [a, b, c, counter] = this.state;
    const result = (a + b + counter) >>> 0;
    this.words[0] = b ^ (b >>> 9);
    this.words[1] = c + (c << 3);
    this.words[2] = ((c << 21) | (c >>> 11)) + result;
    this.words[3] = counter + 1;
    return result;
  }
}
