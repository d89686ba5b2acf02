import { AdaptiveMap } from './adaptiveMap';
import type { Blend } from './blend';
import { CHARACTER_CLASSES, classOfCharacter } from './characterClass';
import { type Evidence, FIRST_RETRIEVED, MOST_CANDIDATES, ORDER_COUNT, ORDER_SIX } from './evidence';
import { clamp, stretch } from './logistic';
import { Mixer } from './mixer';

/** The most probable candidates are decided about one by one. */
const MOST_DECISIONS = 8;
const RANKS = 4;
const COUNT_CLASSES = 10;
const LENGTH_CLASSES = 24;
const AGREEMENTS = 8;
const VARIETIES = 16;
/** Whether the candidate is what the longest match expects, or another, or there is none (left). */
const EXPECTATIONS = 3;

const INPUT = { blend: ORDER_COUNT, match: ORDER_COUNT + 1, other: ORDER_COUNT + 2, bias: ORDER_COUNT + 3 } as const;
const INPUTS = ORDER_COUNT + 4;
const SELECTORS = 3;
const LEARNING_RATE = 0.001;
const SLOWEST = 0.005;
const NONE = -1;

/** A count's middle for each class of counts. */
const TYPICAL_COUNTS = [0, 1, 2, 3, 4, 5.5, 8, 12, 22, 60];

/**
 * The distribution, decided candidate by candidate: is it the most probable one? If not, is it the second? … Each is a
 * question of yes or no, to which the evidence of each order, the longest match and the blend give their answers, and
 * logistic mixing makes one of them. The questions beyond the eighth candidate share what is left as the blend says.
 */
export class Decisions {
  /** Of each candidate of the evidence. */
  readonly probabilities = new Float64Array(MOST_CANDIDATES);
  /** Of all characters that are no candidates. */
  unseen = 0;

  /** [order, count of the candidate, count of the others left, whether it came last] */
  private readonly orderMap = new AdaptiveMap(ORDER_COUNT * COUNT_CLASSES ** 2 * 2, guessOfCounts, SLOWEST);
  /** [length of the longest match, agreement of order 6 with it] */
  private readonly matchMap = new AdaptiveMap(LENGTH_CLASSES * AGREEMENTS, () => 0.6, SLOWEST);
  private readonly mixer = new Mixer(
    INPUTS,
    [RANKS * (ORDER_COUNT + 1), EXPECTATIONS * LENGTH_CLASSES, CHARACTER_CLASSES * VARIETIES * RANKS],
    (input) => (input === INPUT.blend ? 0.5 : 0.05),
    LEARNING_RATE,
  );

  private decisions = 0;
  private readonly ranked = new Int32Array(MOST_DECISIONS);
  private readonly inputs = new Float64Array(MOST_DECISIONS * INPUTS);
  private readonly selected = new Int32Array(MOST_DECISIONS * SELECTORS);
  private readonly decided = new Float64Array(MOST_DECISIONS);
  private readonly orderStates = new Int32Array(MOST_DECISIONS * ORDER_COUNT);
  private readonly matchStates = new Int32Array(MOST_DECISIONS);
  /** [order]: of the candidates not decided about yet. */
  private readonly totalsLeft = new Float64Array(ORDER_COUNT);

  constructor(
    private readonly evidence: Evidence,
    private readonly blend: Blend,
  ) {}

  get bytes(): number {
    return this.orderMap.bytes + this.matchMap.bytes + this.mixer.bytes + this.probabilities.byteLength;
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
      this.select(rank, isExpected ? 0 : expectedIsLeft ? 1 : 2, length, classOfCharacter(last));
      const decided = this.mixer.mix(this.inputs, at, this.selected, rank * SELECTORS);
      this.decided[rank] = decided;
      this.probabilities[candidate] = left * decided;
      left *= 1 - decided;
      blendLeft -= share;
      if (isExpected) expectedIsLeft = false;
      this.takeOut(candidate);
    }
    this.shareRest(left / Math.max(1e-9, blendLeft));
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
    }
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

  private select(rank: number, expectation: number, length: number, characterClass: number): void {
    const cappedRank = Math.min(rank, RANKS - 1);
    const variety = Math.min(VARIETIES - 1, this.evidence.distinct[1] ?? 0);
    const at = rank * SELECTORS;
    this.selected[at] = cappedRank * (ORDER_COUNT + 1) + this.evidence.longestOrder;
    this.selected[at + 1] = expectation * LENGTH_CLASSES + length;
    this.selected[at + 2] = (characterClass * VARIETIES + variety) * RANKS + cappedRank;
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

  /** @param scale what the decisions left, by what the blend had left for the same characters */
  private shareRest(scale: number): void {
    const { evidence, blend, probabilities } = this;
    const decided = this.ranked.subarray(0, this.decisions);
    const kept = Float64Array.from(decided, (candidate) => probabilities[candidate] ?? 0);
    for (let candidate = 0; candidate < evidence.candidates; candidate++) {
      probabilities[candidate] = (blend.probabilities[candidate] ?? 0) * scale;
    }
    decided.forEach((candidate, rank) => (probabilities[candidate] = kept[rank] ?? 0));
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
