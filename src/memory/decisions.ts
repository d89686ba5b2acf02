import { AdaptiveMap } from './adaptiveMap';
import type { Blend } from './blend';
import { CHARACTER_CLASSES, classOfCharacter } from './characterClass';
import { type Evidence, FIRST_RETRIEVED, HISTORY, MOST_CANDIDATES, ORDER_COUNT, ORDER_SIX } from './evidence';
import { clamp, stretch } from './logistic';
import type { Learnt } from './learnt';
import { Mixer } from './mixer';

/** The most probable candidates are decided about one by one. */
const MOST_DECISIONS = 24;
/** Where so little is left, no more is decided. */
const NEGLIGIBLE = 3e-4;
const RANKS = 4;
const COUNT_CLASSES = 10;
const LENGTH_CLASSES = 24;
const AGREEMENTS = 8;
const VARIETIES = 8;
/** Each of ASCII, and all others together. */
const LAST_UNITS = 128;
/** Whether the candidate is what the longest match expects, or another, or there is none (left). */
const EXPECTATIONS = 3;

const HISTORIES = 1 << HISTORY;
const HISTORY_SHARES = 4;

/** From 0, what each order's counts say; then what each order's history says; and the rest. */
const INPUT = {
  history: ORDER_COUNT,
  blend: 2 * ORDER_COUNT,
  match: 2 * ORDER_COUNT + 1,
  other: 2 * ORDER_COUNT + 2,
  bias: 2 * ORDER_COUNT + 3,
} as const;
const INPUTS = 2 * ORDER_COUNT + 4;
const SELECTORS = 4;
const LEARNING_RATE = 0.001;
const SLOWEST = 0.005;
const NONE = -1;

/** A count's middle for each class of counts. */
const TYPICAL_COUNTS = [0, 1, 2, 3, 4, 5.5, 8, 12, 22, 60];

/**
 * The distribution, decided candidate by candidate: is it the most probable one? If not, is it the second? … Each is a
 * question of yes or no, to which the evidence of each order, the longest match and the blend give their answers, and
 * logistic mixing makes one of them. What is left when little is left is shared as the blend says.
 */
export class Decisions {
  /** Of each candidate of the evidence. */
  readonly probabilities = new Float64Array(MOST_CANDIDATES);
  /** Of all characters that are no candidates. */
  unseen = 0;

  /** [order, count of the candidate, count of the others left, whether it came last] */
  private readonly orderMap = new AdaptiveMap(ORDER_COUNT * COUNT_CLASSES ** 2 * 2, guessOfCounts, SLOWEST);
  /** [order, occurrences in the history, at which of them the candidate came, its share or whether it is the first asked] */
  private readonly historyMap = new AdaptiveMap(
    ORDER_COUNT * (HISTORY + 1) * HISTORIES * HISTORY_SHARES,
    guessOfHistory,
    SLOWEST,
  );
  /** [length of the longest match, agreement of order 6 with it] */
  private readonly matchMap = new AdaptiveMap(LENGTH_CLASSES * AGREEMENTS, () => 0.6, SLOWEST);
  private readonly mixer = new Mixer(
    INPUTS,
    [RANKS * (ORDER_COUNT + 1), EXPECTATIONS * LENGTH_CLASSES, CHARACTER_CLASSES * VARIETIES * RANKS, LAST_UNITS * 2],
    (input) => (input === INPUT.blend ? 0.5 : 0.05),
    LEARNING_RATE,
  );

  private decisions = 0;
  private readonly ranked = new Int32Array(MOST_DECISIONS);
  private readonly inputs = new Float64Array(MOST_DECISIONS * INPUTS);
  private readonly selected = new Int32Array(MOST_DECISIONS * SELECTORS);
  private readonly decided = new Float64Array(MOST_DECISIONS);
  private readonly orderStates = new Int32Array(MOST_DECISIONS * ORDER_COUNT);
  private readonly historyStates = new Int32Array(MOST_DECISIONS * ORDER_COUNT);
  private readonly matchStates = new Int32Array(MOST_DECISIONS);
  /** 1 for a candidate that is decided about, while what is left is shared. */
  private readonly marked = new Uint8Array(MOST_CANDIDATES);
  /** [order]: of the candidates not decided about yet. */
  private readonly totalsLeft = new Float64Array(ORDER_COUNT);

  constructor(
    private readonly evidence: Evidence,
    private readonly blend: Blend,
  ) {}

  get learnt(): Learnt {
    const maps = [this.orderMap, this.historyMap, this.matchMap];
    return {
      probabilities: maps.map(({ probabilities }) => probabilities),
      weights: this.mixer.weights,
      visits: maps.map(({ visits }) => visits),
    };
  }

  /** After what was learnt has been loaded. */
  refresh(): void {
    for (const map of [this.orderMap, this.historyMap, this.matchMap]) map.refresh();
  }

  get bytes(): number {
    return (
      this.orderMap.bytes +
      this.historyMap.bytes +
      this.matchMap.bytes +
      this.mixer.bytes +
      this.probabilities.byteLength
    );
  }

  /**
   * @param last the unit before, BOUNDARY if there is none
   * @param supposed how many units before are only supposed: a match of them is no evidence
   */
  compute(last: number, supposed: number): void {
    const { evidence, blend } = this;
    this.rank();
    this.totalsLeft.set(evidence.totals);
    const length = lengthClass(Math.max(0, evidence.occurrences.longest - supposed));
    const agreement = this.agreement();
    let left = 1;
    let blendLeft = 1;
    let expectedIsLeft = evidence.expected !== NONE;
    for (let rank = 0; rank < this.decisions; rank++) {
      const candidate = this.ranked[rank] ?? 0;
      const share = blend.probabilities[candidate] ?? 0;
      const isExpected = candidate === evidence.expected;
      this.setOrderInputs(rank, candidate);
      const at = rank * INPUTS;
      this.inputs[at + INPUT.blend] = stretch(clamp(share / Math.max(1e-9, blendLeft), 1e-4, 1 - 1e-4));
      this.setMatchInputs(rank, isExpected, expectedIsLeft, length * AGREEMENTS + agreement);
      this.inputs[at + INPUT.bias] = 0.3;
      this.select(rank, isExpected ? 0 : expectedIsLeft ? 1 : 2, length, last);
      const decided = this.mixer.mix(this.inputs, at, this.selected, rank * SELECTORS);
      this.decided[rank] = decided;
      this.probabilities[candidate] = left * decided;
      left *= 1 - decided;
      blendLeft -= share;
      if (isExpected) expectedIsLeft = false;
      this.takeOut(candidate);
      if (left < NEGLIGIBLE) this.decisions = rank + 1;
    }
    this.shareRest(left);
  }

  /** @param candidate what came; −1 if it was none of the candidates */
  learn(candidate: number): void {
    for (let rank = 0; rank < this.decisions; rank++) {
      const happened = this.ranked[rank] === candidate ? 1 : 0;
      const error = happened - (this.decided[rank] ?? 0);
      this.mixer.learn(this.inputs, rank * INPUTS, this.selected, rank * SELECTORS, error);
      for (let order = FIRST_RETRIEVED; order < ORDER_COUNT; order++) {
        const state = this.orderStates[rank * ORDER_COUNT + order] ?? NONE;
        if (state !== NONE) this.orderMap.learn(state, happened);
        const history = this.historyStates[rank * ORDER_COUNT + order] ?? NONE;
        if (history !== NONE) this.historyMap.learn(history, happened);
      }
      const match = this.matchStates[rank] ?? NONE;
      if (match !== NONE) this.matchMap.learn(match, happened);
      if (happened) return;
    }
  }

  /** The candidates that the blend finds most probable, highest first. */
  private rank(): void {
    const { probabilities } = this.blend;
    this.decisions = 0;
    for (let candidate = 0; candidate < this.evidence.candidates; candidate++) {
      const probability = probabilities[candidate] ?? 0;
      let place = this.decisions;
      while (place > 0 && probability > (probabilities[this.ranked[place - 1] ?? 0] ?? 0)) place--;
      if (place >= MOST_DECISIONS) continue;
      const end = Math.min(this.decisions, MOST_DECISIONS - 1);
      for (let index = end; index > place; index--) this.ranked[index] = this.ranked[index - 1] ?? 0;
      this.ranked[place] = candidate;
      this.decisions = end + 1;
    }
  }

  private setOrderInputs(rank: number, candidate: number): void {
    for (let order = 0; order < ORDER_COUNT; order++) {
      const count = this.evidence.counts[candidate * ORDER_COUNT + order] ?? 0;
      const total = this.totalsLeft[order] ?? 0;
      const state = order < FIRST_RETRIEVED ? NONE : this.orderState(order, candidate, count, total);
      this.orderStates[rank * ORDER_COUNT + order] = state;
      this.inputs[rank * INPUTS + order] =
        state !== NONE
          ? this.orderMap.stretched(state)
          : order < FIRST_RETRIEVED && total > 0
            ? stretch(clamp((count + 0.02) / (total + 0.5), 5e-4, 1 - 5e-4))
            : 0;
      this.setHistoryInput(rank, order, candidate, state === NONE ? 0 : count / total);
    }
  }

  /** @param share of the candidate in the order's counts; 0 if the order has nothing to say */
  private setHistoryInput(rank: number, order: number, candidate: number, share: number): void {
    const isSilent = (this.orderStates[rank * ORDER_COUNT + order] ?? NONE) === NONE;
    const length = this.evidence.historyLengths[order] ?? 0;
    const history = this.evidence.histories[candidate * ORDER_COUNT + order] ?? 0;
    const detail = length < HISTORY ? (rank > 0 ? 1 : 0) : share < 0.1 ? 0 : share < 0.5 ? 1 : share < 0.85 ? 2 : 3;
    const state = isSilent || length === 0 ? NONE : historyState(order, length, history, detail);
    this.historyStates[rank * ORDER_COUNT + order] = state;
    this.inputs[rank * INPUTS + INPUT.history + order] = state === NONE ? 0 : this.historyMap.stretched(state);
  }

  /** −1 where the order has nothing to say that a longer one has not said. */
  private orderState(order: number, candidate: number, count: number, total: number): number {
    if (total <= 1e-3) return NONE;
    if (order < ORDER_COUNT - 1 && Math.abs((this.totalsLeft[order + 1] ?? 0) - total) < 1e-3) return NONE;
    const isNewest = this.evidence.newest[order] === candidate ? 1 : 0;
    return ((order * COUNT_CLASSES + countClass(count)) * COUNT_CLASSES + countClass(total - count)) * 2 + isNewest;
  }

  private setMatchInputs(rank: number, isExpected: boolean, expectedIsLeft: boolean, state: number): void {
    const at = rank * INPUTS;
    this.matchStates[rank] = isExpected ? state : NONE;
    this.inputs[at + INPUT.match] = isExpected ? this.matchMap.stretched(state) : 0;
    this.inputs[at + INPUT.other] = !isExpected && expectedIsLeft ? -1 : 0;
  }

  private select(rank: number, expectation: number, length: number, last: number): void {
    const cappedRank = Math.min(rank, RANKS - 1);
    const variety = Math.min(VARIETIES - 1, (this.evidence.distinct[1] ?? 0) >> 1);
    const at = rank * SELECTORS;
    this.selected[at] = cappedRank * (ORDER_COUNT + 1) + this.evidence.longestOrder;
    this.selected[at + 1] = expectation * LENGTH_CLASSES + length;
    this.selected[at + 2] = (classOfCharacter(last) * VARIETIES + variety) * RANKS + cappedRank;
    this.selected[at + 3] = Math.min(last, LAST_UNITS - 1) * 2 + (rank > 0 ? 1 : 0);
  }

  private takeOut(candidate: number): void {
    for (let order = 0; order < ORDER_COUNT; order++) {
      const count = this.evidence.counts[candidate * ORDER_COUNT + order] ?? 0;
      this.totalsLeft[order] = (this.totalsLeft[order] ?? 0) - count;
    }
  }

  /** How much of the evidence of order 6 says what the longest match says. */
  private agreement(): number {
    const { expected, counts, totals } = this.evidence;
    const total = totals[ORDER_SIX] ?? 0;
    if (expected === NONE || total === 0) return 0;
    const count = counts[expected * ORDER_COUNT + ORDER_SIX] ?? 0;
    if (count === total) return total === 1 ? 1 : total < 4 ? 2 : 3;
    return count * 4 >= total * 3 ? 4 : count * 2 >= total ? 5 : count * 5 >= total ? 6 : 7;
  }

  /** @param left what the decisions left; it is shared as the blend says */
  private shareRest(left: number): void {
    const { evidence, blend, probabilities } = this;
    for (let rank = 0; rank < this.decisions; rank++) this.marked[this.ranked[rank] ?? 0] = 1;
    let rest = blend.unseen;
    for (let candidate = 0; candidate < evidence.candidates; candidate++) {
      if (this.marked[candidate] === 0) rest += blend.probabilities[candidate] ?? 0;
    }
    const scale = left / rest;
    for (let candidate = 0; candidate < evidence.candidates; candidate++) {
      if (this.marked[candidate] === 0) probabilities[candidate] = (blend.probabilities[candidate] ?? 0) * scale;
    }
    for (let rank = 0; rank < this.decisions; rank++) this.marked[this.ranked[rank] ?? 0] = 0;
    this.unseen = blend.unseen * scale;
  }
}

/** Before anything is learnt, what the counts say, with a little for what never came. */
function guessOfCounts(state: number): number {
  const newest = state % 2;
  const others = TYPICAL_COUNTS[(state >> 1) % COUNT_CLASSES] ?? 0;
  const own = TYPICAL_COUNTS[Math.floor(state / 2 / COUNT_CLASSES) % COUNT_CLASSES] ?? 0;
  return clamp((own + 0.2 + 0.2 * newest) / (own + others + 0.6), 1e-3, 1 - 1e-3);
}

function historyState(order: number, length: number, history: number, detail: number): number {
  return ((order * (HISTORY + 1) + length) * HISTORIES + history) * HISTORY_SHARES + detail;
}

/** Before anything is learnt: newer occurrences say more. */
function guessOfHistory(state: number): number {
  const history = Math.floor(state / HISTORY_SHARES) % HISTORIES;
  const length = Math.floor(state / HISTORY_SHARES / HISTORIES) % (HISTORY + 1);
  let came = 0;
  for (let index = 0; index < length; index++) came += (history >> index) & 1 ? 1 - 0.1 * index : 0;
  return (came + 0.15) / (length + 0.5);
}

function countClass(count: number): number {
  const rounded = Math.floor(count + 0.5);
  if (rounded < 5) return Math.max(0, rounded);
  return rounded < 7 ? 5 : rounded < 10 ? 6 : rounded < 16 ? 7 : rounded < 32 ? 8 : 9;
}

function lengthClass(length: number): number {
  if (length < 16) return length;
  if (length < 32) return length < 24 ? 16 : 17;
  if (length < 64) return length < 48 ? 18 : 19;
  if (length < 200) return length < 100 ? 20 : 21;
  return length < 400 ? 22 : 23;
}
