const ROOT = 0;
const NONE = -1;

/**
 * All n-grams of a text up to a length, as a tree, with Kneser and Ney's counts: of the longest how often each occurs, of the
 * shorter ones before how many different characters.
 */
export class NgramTree {
  private size = 1;
  private readonly symbols: Uint16Array;
  private readonly firstChild: Int32Array;
  private readonly nextSibling: Int32Array;
  private readonly depths: Uint8Array;
  private readonly counts: Uint32Array;
  /** Children by parent and symbol: open addressing. */
  private readonly table: Int32Array;
  private readonly parents: Int32Array;

  constructor(
    private readonly vocabularySize: number,
    tokens: readonly number[],
    private readonly longest: number,
  ) {
    // No text has more different n-grams than places, or, of the short ones, than there can be.
    let capacity = 1;
    for (let n = 1; n <= longest; n++) capacity += Math.min(tokens.length, vocabularySize ** n);
    this.symbols = new Uint16Array(capacity);
    this.firstChild = new Int32Array(capacity).fill(NONE);
    this.nextSibling = new Int32Array(capacity).fill(NONE);
    this.depths = new Uint8Array(capacity);
    this.counts = new Uint32Array(capacity);
    this.parents = new Int32Array(capacity);
    this.table = new Int32Array(2 ** Math.ceil(Math.log2(2 * capacity))).fill(NONE);
    this.addAll(tokens);
  }

  /** The node of an n-gram; of the empty one the root. Undefined if the text does not have it. */
  find(ngram: readonly number[]): number | undefined {
    let node = ROOT;
    for (const token of ngram) {
      node = this.table[this.slot(node, token)] ?? NONE;
      if (node === NONE) return undefined;
    }
    return node;
  }

  forEachChild(node: number, visit: (token: number, count: number) => void): void {
    for (let child = this.firstChild[node] ?? NONE; child !== NONE; child = this.nextSibling[child] ?? NONE) {
      visit(this.symbols[child] ?? 0, this.counts[child] ?? 0);
    }
  }

  /** How many n-grams of a length have a count of 1, 2, 3 and 4. */
  countsOfCounts(length: number): [number, number, number, number] {
    const result: [number, number, number, number] = [0, 0, 0, 0];
    for (let node = 1; node < this.size; node++) {
      const count = this.counts[node] ?? 0;
      if (this.depths[node] === length && count >= 1 && count <= 4) result[count - 1] = (result[count - 1] ?? 0) + 1;
    }
    return result;
  }

  private addAll(tokens: readonly number[]): void {
    // The n-grams that end at a place, by their length; the root is the empty one.
    let before: number[] = [ROOT];
    for (const token of tokens) {
      const here = [ROOT];
      for (const parent of before.slice(0, this.longest)) here.push(this.addPlace(parent, token, here.at(-1) ?? ROOT));
      // What begins with the text has nothing before it, which counts as one character more.
      if (here.length <= this.longest && here.length > before.length) this.addCount(here.at(-1) ?? ROOT, 1);
      before = here;
    }
  }

  /** Counts an occurrence of the n-gram. @param shorter the same one without its first character */
  private addPlace(parent: number, token: number, shorter: number): number {
    const slot = this.slot(parent, token);
    let node = this.table[slot] ?? NONE;
    if (node === NONE) {
      node = this.create(parent, token);
      this.table[slot] = node;
      if (shorter !== ROOT) this.addCount(shorter, 1);
    }
    if (this.depths[node] === this.longest) this.addCount(node, 1);
    return node;
  }

  private addCount(node: number, difference: number): void {
    this.counts[node] = (this.counts[node] ?? 0) + difference;
  }

  private create(parent: number, token: number): number {
    const node = this.size++;
    this.symbols[node] = token;
    this.parents[node] = parent;
    this.depths[node] = (this.depths[parent] ?? 0) + 1;
    this.nextSibling[node] = this.firstChild[parent] ?? NONE;
    this.firstChild[parent] = node;
    return node;
  }

  /** Where in the table a child is, or would be. */
  private slot(parent: number, token: number): number {
    const mask = this.table.length - 1;
    let slot = hash(parent * this.vocabularySize + token) & mask;
    for (;;) {
      const node = this.table[slot] ?? NONE;
      if (node === NONE || (this.parents[node] === parent && this.symbols[node] === token)) return slot;
      slot = (slot + 1) & mask;
    }
  }
}

/** Spreads whole numbers over 32 bits. */
function hash(key: number): number {
  let bits = Math.imul(key ^ (key / 2 ** 32), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return bits ^ (bits >>> 16);
}
