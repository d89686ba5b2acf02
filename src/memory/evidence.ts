import { IDS, OTHER } from './characterCounts';
import { COMPARED, type HiddenRanges, MOST_OCCURRENCES, Occurrences } from './occurrences';
import { CHAIN_ORDERS, type TextStore } from './textStore';
import { BOUNDARY } from './units';

/** Lengths of context: each order's evidence is what came where at least so many units before were the same. */
export const ORDERS = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 32] as const;
export const ORDER_COUNT = ORDERS.length;
/** The orders below it are counted as the text is stored, the others when they are asked for. */
export const FIRST_RETRIEVED = 2;
/** The index of order 6. */
export const ORDER_SIX = ORDERS.indexOf(6);

/** The most characters that can be candidates: those with ids, and one for each occurrence. */
export const MOST_CANDIDATES = 512;
/** How much a further witness counts that says the same as one before, from the same longer context. */
const REPEATED = 0.15;
/** The shortest match that is looked for. */
const SHORTEST = CHAIN_ORDERS[0];
/** Of each order, the newest occurrences whose order is kept. */
export const HISTORY = 4;
const WITNESS_BITS = 13;
const NONE = -1;

/** For each match length, the index of the longest order that it is evidence for. */
const ORDER_OF_LENGTH = Uint8Array.from({ length: COMPARED + 1 }, (_, length) =>
  Math.max(
    0,
    ORDERS.findLastIndex((order) => order <= length),
  ),
);

/**
 * What the store says of the character that comes next: the candidates, and how often each came after the last 1, 2, …
 * 32 units. A longer context's occurrences count once, however many, for a shorter one: there they are one witness, as in
 * Kneser and Ney's smoothing.
 */
export class Evidence {
  readonly occurrences: Occurrences;
  candidates = 0;
  /** The character of each candidate. */
  readonly characters = new Uint16Array(MOST_CANDIDATES);
  /** [candidate, order] */
  readonly counts = new Float32Array(MOST_CANDIDATES * ORDER_COUNT);
  /** [order]: of all candidates together, … */
  readonly totals = new Float32Array(ORDER_COUNT);
  /** … how many candidates came at all, … */
  readonly distinct = new Int32Array(ORDER_COUNT);
  /** … and which one came last. */
  readonly newest = new Int32Array(ORDER_COUNT);
  /** [candidate, order]: at which of the newest occurrences the candidate came, the newest the lowest of HISTORY bits; … */
  readonly histories = new Uint8Array(MOST_CANDIDATES * ORDER_COUNT);
  /** … [order]: of how many. */
  readonly historyLengths = new Uint8Array(ORDER_COUNT);
  /** Candidates below it were found in an occurrence; the others are only known from orders 1 and 2, or at all. */
  retrieved = 0;
  /** The candidate that the longest match says; −1 is none. */
  expected = NONE;
  /** 1 + the index of the longest order with evidence; 0 if there is none. */
  longestOrder = 0;

  /** Of each occurrence. */
  private readonly orders = new Uint8Array(MOST_OCCURRENCES);
  private readonly candidateOf = new Int16Array(0x10000).fill(NONE);
  private readonly newestPosition = new Int32Array(ORDER_COUNT);
  /** For each hash of a witness, the query that saw it last. */
  private readonly witnesses = new Int32Array(1 << WITNESS_BITS);
  private query = 0;

  constructor(readonly store: TextStore) {
    this.occurrences = new Occurrences(store);
  }

  get bytes(): number {
    return this.counts.byteLength + this.histories.byteLength + this.candidateOf.byteLength + this.witnesses.byteLength;
  }

  /** Of a character; −1 if it is none of the candidates. */
  candidate(character: number): number {
    return this.candidateOf[character] ?? NONE;
  }

  /**
   * Gathers what may come at `context[length]`.
   *
   * @param supposed how many of the last units are only supposed: a match of them is no evidence
   */
  gather(context: Uint16Array, length: number, supposed: number, hidden: HiddenRanges): void {
    this.clear();
    this.occurrences.find(context, length, hidden);
    this.countOccurrences(supposed);
    this.retrieved = this.candidates;
    this.accumulate();
    this.recall();
    this.addStoredCounts(context, length);
    const { expected, longest } = this.occurrences;
    this.expected = longest > 0 ? this.candidate(expected) : NONE;
    this.longestOrder = this.totals.findLastIndex((total) => total > 0) + 1;
  }

  private clear(): void {
    for (let index = 0; index < this.candidates; index++) this.candidateOf[this.characters[index] ?? 0] = NONE;
    this.candidates = 0;
    this.totals.fill(0);
    this.distinct.fill(0);
    this.newest.fill(NONE);
    this.historyLengths.fill(0);
    this.newestPosition.fill(NONE);
    this.query++;
  }

  private addCandidate(character: number): number {
    const index = this.candidates++;
    this.characters[index] = character;
    this.candidateOf[character] = index;
    this.counts.fill(0, index * ORDER_COUNT, (index + 1) * ORDER_COUNT);
    this.histories.fill(0, index * ORDER_COUNT, (index + 1) * ORDER_COUNT);
    return index;
  }

  private countOccurrences(supposed: number): void {
    const { count, units, lengths, others, positions } = this.occurrences;
    for (let index = 0; index < count; index++) {
      const unit = units[index] ?? BOUNDARY;
      const found = this.candidate(unit);
      const candidate = found === NONE ? this.addCandidate(unit) : found;
      const length = lengths[index] ?? 0;
      const order = ORDER_OF_LENGTH[Math.max(SHORTEST, length - supposed)] ?? 0;
      this.orders[index] = order;
      const cell = candidate * ORDER_COUNT + order;
      const isNew = length >= COMPARED || this.isNewWitness(candidate, length, others[index] ?? 0);
      this.counts[cell] = (this.counts[cell] ?? 0) + (isNew ? 1 : REPEATED);
      const position = positions[index] ?? NONE;
      if (position > (this.newestPosition[order] ?? NONE)) {
        this.newestPosition[order] = position;
        this.newest[order] = candidate;
      }
    }
  }

  /** Whether none of this query's occurrences of the candidate had the same context and the same unit before it. */
  private isNewWitness(candidate: number, length: number, other: number): boolean {
    const hash = Math.imul(other * MOST_CANDIDATES + candidate, 0x9e3779b1) ^ Math.imul(length, 0x85ebca6b);
    const index = hash >>> (32 - WITNESS_BITS);
    if (this.witnesses[index] === this.query) return false;
    this.witnesses[index] = this.query;
    return true;
  }

  /** From the evidence of exactly an order to that of at least the order. */
  private accumulate(): void {
    for (let order = ORDER_COUNT - 2; order >= FIRST_RETRIEVED; order--) {
      const above = this.newestPosition[order + 1] ?? NONE;
      if (above <= (this.newestPosition[order] ?? NONE)) continue;
      this.newestPosition[order] = above;
      this.newest[order] = this.newest[order + 1] ?? NONE;
    }
    for (let candidate = 0; candidate < this.candidates; candidate++) {
      const row = candidate * ORDER_COUNT;
      let longer = 0;
      for (let order = ORDER_COUNT - 1; order >= FIRST_RETRIEVED; order--) {
        longer = (this.counts[row + order] ?? 0) + Math.min(longer, 1);
        this.note(row, order, longer);
      }
    }
  }

  /** Goes through the occurrences from the newest to the oldest, and notes the newest ones of each order. */
  private recall(): void {
    const { occurrences, orders, historyLengths, histories } = this;
    for (let index = occurrences.first(); index !== NONE; index = occurrences.next()) {
      const row = this.candidate(occurrences.units[index] ?? BOUNDARY) * ORDER_COUNT;
      for (let order = orders[index] ?? 0; order >= FIRST_RETRIEVED; order--) {
        const length = historyLengths[order] ?? 0;
        if (length === HISTORY) continue;
        histories[row + order] = (histories[row + order] ?? 0) | (1 << length);
        historyLengths[order] = length + 1;
      }
    }
  }

  private addStoredCounts(context: Uint16Array, length: number): void {
    const { counts } = this.store;
    const before = length > 0 ? (context[length - 1] ?? BOUNDARY) : BOUNDARY;
    const twoBefore = length > 1 ? (context[length - 2] ?? BOUNDARY) : BOUNDARY;
    const [pairs, triples] = [counts.pairRow(before), counts.tripleRow(before, twoBefore)];
    const end = Math.min(counts.knownIds, IDS - 1);
    for (let id = 1; id < end; id++) {
      if (counts.single[id] === 0) continue;
      const character = counts.characters[id] ?? BOUNDARY;
      const found = this.candidate(character);
      const row = (found === NONE ? this.addCandidate(character) : found) * ORDER_COUNT;
      this.note(row, 0, counts.pairs[pairs + id] ?? 0);
      this.note(row, 1, counts.triples[triples + id] ?? 0);
    }
  }

  private note(row: number, order: number, count: number): void {
    this.counts[row + order] = count;
    if (count === 0) return;
    this.totals[order] = (this.totals[order] ?? 0) + count;
    this.distinct[order] = (this.distinct[order] ?? 0) + 1;
  }

  /** How often a candidate stands in the text at all. */
  frequency(candidate: number): number {
    const id = this.store.counts.idOf(this.characters[candidate] ?? BOUNDARY);
    return id === OTHER ? 0.3 : (this.store.counts.single[id] ?? 0);
  }
}
