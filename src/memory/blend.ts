import { type Evidence, FIRST_RETRIEVED, MOST_CANDIDATES, ORDER_COUNT } from './evidence';
import type { Learnt } from './learnt';
import { clamp } from './logistic';

/** Taken off each count, for what never came (absolute discounting, Ney et al., 1994). */
const DISCOUNT = 0.5;
const SPARSENESS = 8;
const AGREEMENTS = 4;
const CELLS = ORDER_COUNT * SPARSENESS * SPARSENESS * AGREEMENTS;
const INITIAL_WEIGHT = 0.6;
const [LEAST_WEIGHT, MOST_WEIGHT] = [0.002, 0.9995];
/** A weight moves by 1 / (visits + 3), but always at least by this. */
const SLOWEST = 0.003;
const MOST_VISITS = 1000;
/** Of all characters: those that never came share as much as this many that came. */
const UNSEEN_COUNT = 100;
const NONE = -1;

/** 0 to 7 of how many times, or how many different characters: 0 to 1, 2, 3, … */
const CLASS_BOUNDS = [1, 2, 3, 5, 9, 20, 60];

/**
 * A first distribution: from the longest order to the shortest, each order's share of what the longer ones have left is a
 * weight, learnt for the order, for how much came and how many different characters.
 */
export class Blend {
  readonly weights = new Float32Array(CELLS).fill(INITIAL_WEIGHT);
  private readonly visits = new Uint16Array(CELLS);
  /** Of each candidate of the evidence. */
  readonly probabilities = new Float64Array(MOST_CANDIDATES);
  /** Of all characters that are no candidates. */
  unseen = 0;
  /** For each order the weight used last; −1 where it had nothing to say that a longer one had not said. */
  private readonly cells = new Int32Array(ORDER_COUNT);
  private readonly divisors = new Float64Array(ORDER_COUNT);
  private readonly lower = new Float64Array(ORDER_COUNT);
  private readonly own = new Float64Array(ORDER_COUNT);

  constructor(private readonly evidence: Evidence) {}

  get learnt(): Learnt {
    return { probabilities: [this.weights], weights: [], visits: [this.visits] };
  }

  get bytes(): number {
    return this.weights.byteLength + this.visits.byteLength + this.probabilities.byteLength;
  }

  compute(): void {
    const { candidates } = this.evidence;
    this.probabilities.fill(0, 0, candidates);
    let left = 1;
    let agreement = AGREEMENTS - 1;
    for (let order = ORDER_COUNT - 1; order >= 0; order--) {
      this.cells[order] = NONE;
      if (!this.saysSomethingNew(order)) continue;
      const cell = this.cell(order, agreement);
      this.cells[order] = cell;
      const weight = this.weights[cell] ?? 0;
      this.share(order, left * weight);
      left *= 1 - weight;
      const distinct = this.evidence.distinct[order] ?? 0;
      agreement = distinct === 1 ? 0 : distinct < 4 ? 1 : 2;
    }
    this.unseen = this.shareByFrequency(left);
  }

  /** Moves the weights towards what would have said `candidate` (−1 is none of them) with more probability. */
  learn(candidate: number): void {
    let probability = candidate === NONE ? 1e-5 : this.frequencyShare(candidate);
    for (let order = 0; order < ORDER_COUNT; order++) {
      const cell = this.cells[order] ?? NONE;
      if (cell === NONE) continue;
      const own = candidate === NONE ? 0 : this.discounted(candidate, order) / (this.divisors[order] ?? 1);
      const weight = this.weights[cell] ?? 0;
      this.own[order] = own;
      this.lower[order] = probability;
      probability = weight * own + (1 - weight) * probability;
    }
    this.assignCredit();
  }

  /** Expectation maximisation: each order's weight moves towards the probability that the character came from it. */
  private assignCredit(): void {
    let reach = 1;
    for (let order = ORDER_COUNT - 1; order >= 0 && reach > 1e-3; order--) {
      const cell = this.cells[order] ?? NONE;
      if (cell === NONE) continue;
      const weight = this.weights[cell] ?? 0;
      const own = weight * (this.own[order] ?? 0);
      const credit = own / (own + (1 - weight) * (this.lower[order] ?? 0));
      const visits = Math.min((this.visits[cell] ?? 0) + 1, MOST_VISITS);
      this.visits[cell] = visits;
      const moved = weight + (credit - weight) * reach * Math.max(1 / (visits + 3), SLOWEST);
      this.weights[cell] = clamp(moved, LEAST_WEIGHT, MOST_WEIGHT);
      reach *= 1 - credit;
    }
  }

  private saysSomethingNew(order: number): boolean {
    const total = this.evidence.totals[order] ?? 0;
    if (total === 0) return false;
    return order < FIRST_RETRIEVED || order === ORDER_COUNT - 1 || total !== this.evidence.totals[order + 1];
  }

  private cell(order: number, agreement: number): number {
    const times = classOf(this.evidence.totals[order] ?? 0);
    const distinct = classOf(this.evidence.distinct[order] ?? 0);
    return ((order * SPARSENESS + times) * SPARSENESS + distinct) * AGREEMENTS + agreement;
  }

  private share(order: number, weight: number): void {
    const { evidence, probabilities } = this;
    const candidates = order < FIRST_RETRIEVED ? evidence.candidates : evidence.retrieved;
    const total = evidence.totals[order] ?? 0;
    const divisor = Math.max(total / 2, total - DISCOUNT * (evidence.distinct[order] ?? 0));
    this.divisors[order] = divisor;
    const factor = weight / divisor;
    for (let candidate = 0; candidate < candidates; candidate++) {
      const count = evidence.counts[candidate * ORDER_COUNT + order] ?? 0;
      if (count === 0) continue;
      const discounted = Math.max(count / 2, count - DISCOUNT);
      probabilities[candidate] = (probabilities[candidate] ?? 0) + factor * discounted;
    }
  }

  private discounted(candidate: number, order: number): number {
    const count = this.evidence.counts[candidate * ORDER_COUNT + order] ?? 0;
    return Math.max(count / 2, count - DISCOUNT);
  }

  /** Returns what is left for the characters that are no candidates. */
  private shareByFrequency(left: number): number {
    let sum = 0;
    for (let candidate = 0; candidate < this.evidence.candidates; candidate++) {
      const probability = (this.probabilities[candidate] ?? 0) + left * this.frequencyShare(candidate);
      this.probabilities[candidate] = probability;
      sum += probability;
    }
    return Math.max(1e-7, 1 - sum);
  }

  private frequencyShare(candidate: number): number {
    return this.evidence.frequency(candidate) / (this.evidence.store.counts.total + UNSEEN_COUNT);
  }
}

function classOf(count: number): number {
  let index = 0;
  while (index < CLASS_BOUNDS.length && count > (CLASS_BOUNDS[index] ?? 0)) index++;
  return index;
}
