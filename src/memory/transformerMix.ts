import { type Distribution, WritableDistribution } from './distribution';
import { decodeLearnt, encodeLearnt, type Learnt } from './learnt';
import { clamp, stretch } from './logistic';
import { Mixer } from './mixer';
import { POSSIBLE_UNITS } from './units';
import { VocabularyUnits } from './vocabularyUnits';

/** Classes of a probability, as its bounds. */
const CONFIDENCES = [0.3, 0.5, 0.7, 0.85, 0.95];
const CONFIDENCE_CLASSES = CONFIDENCES.length + 1;
/** Classes of the longest match's length, as its bounds. */
const LENGTHS = [0, 3, 5, 7, 9, 12, 16, 20, 24, 32, 48, 100];
const LENGTH_CLASSES = LENGTHS.length + 1;
const MOST_DECISIONS = 16;
const NEGLIGIBLE = 1e-3;
const RANKS = 3;

const INPUT = { linear: 0, memory: 1, transformer: 2, bias: 3 } as const;
const INPUTS = 4;
const SELECTORS = 3;
const LEARNING_RATE = 0.002;
/** Of the memory, for each class of its largest probability. */
const INITIAL_SHARES = [0.5, 0.6, 0.7, 0.8, 0.87, 0.95];
/** The table of shares moves by 1 / (visits + 20), but always at least by this. */
const SLOWEST = 0.003;
const MOST_VISITS = 1000;

/**
 * The memory's distribution and the Transformer's as one. A table over the memory's largest probability says how much the
 * memory counts; then, as in the memory itself, it is decided from the most probable unit on whether it comes, by logistic
 * mixing of what both say. Without learning it is the table's mix.
 */
export class TransformerMix {
  private readonly vocabulary: VocabularyUnits;
  private readonly distribution = new WritableDistribution();
  /** Of each listed unit of the distribution, what the memory and the Transformer say. */
  private readonly memory = new Float64Array(this.distribution.units.length);
  private readonly transformer = new Float64Array(this.distribution.units.length);
  private readonly linear = new Float64Array(this.distribution.units.length);
  private readonly shares = Float32Array.from(INITIAL_SHARES);
  private readonly visits = new Uint16Array(CONFIDENCE_CLASSES);
  private readonly mixer = new Mixer(
    INPUTS,
    [CONFIDENCE_CLASSES * RANKS, LENGTH_CLASSES * RANKS, CONFIDENCE_CLASSES ** 2],
    (input) => (input === INPUT.linear ? 1 : 0),
    LEARNING_RATE,
  );
  private confidence = 0;
  private decisions = 0;
  private readonly ranked = new Int32Array(MOST_DECISIONS);
  private readonly inputs = new Float64Array(MOST_DECISIONS * INPUTS);
  private readonly selected = new Int32Array(MOST_DECISIONS * SELECTORS);
  private readonly decided = new Float64Array(MOST_DECISIONS);

  /** @param characters of the model's vocabulary, index = token; @param unknown the token of unknown characters */
  constructor(characters: readonly string[], unknown: number | undefined) {
    this.vocabulary = new VocabularyUnits(characters, unknown);
  }

  /**
   * @param memory may be overwritten afterwards
   * @param probabilities the Transformer's, of its tokens
   * @param high the first half of a character beyond U+FFFF, if that stands right before
   * @returns what `mix` overwrites the next time
   */
  mix(memory: Distribution, probabilities: ArrayLike<number>, high?: number): Distribution {
    this.confidence = classWithin(CONFIDENCES, largest(memory.probabilities, memory.size));
    const share = this.shares[this.confidence] ?? 0;
    this.list(memory, probabilities, share, high);
    this.rank();
    const transformerClass = classWithin(CONFIDENCES, largest(this.transformer, this.distribution.size));
    this.decide(classWithin(LENGTHS, memory.matchLength), transformerClass);
    this.distribution.matchLength = memory.matchLength;
    this.distribution.longestOrder = memory.longestOrder;
    return this.distribution;
  }

  /** Learns what came where `mix` was asked last. */
  learn(unit: number): void {
    const index = this.distribution.indexOf(unit);
    if (index < 0) return;
    this.learnShare(index);
    for (let rank = 0; rank < this.decisions; rank++) {
      const happened = this.ranked[rank] === index ? 1 : 0;
      const error = happened - (this.decided[rank] ?? 0);
      this.mixer.learn(this.inputs, rank * INPUTS, this.selected, rank * SELECTORS, error);
      if (happened) return;
    }
  }

  /** What has been learnt of whom to believe: to be loaded the next time with the same model. */
  save(): Uint8Array {
    return encodeLearnt(this.learnt);
  }

  /** @throws Error if it was saved by another version */
  load(saved: Uint8Array): void {
    decodeLearnt(saved, this.learnt);
  }

  private get learnt(): Learnt {
    return { probabilities: [this.shares], weights: this.mixer.weights, visits: [this.visits] };
  }

  /** Expectation maximisation: the share moves towards the probability that the unit came from the memory. */
  private learnShare(index: number): void {
    const share = this.shares[this.confidence] ?? 0;
    const credit = (share * (this.memory[index] ?? 0)) / (this.linear[index] ?? 1);
    const visits = Math.min((this.visits[this.confidence] ?? 0) + 1, MOST_VISITS);
    this.visits[this.confidence] = visits;
    this.shares[this.confidence] = clamp(share + (credit - share) * Math.max(1 / (visits + 20), SLOWEST), 0.01, 0.99);
  }

  /** All units that the one or the other knows, mixed linearly. */
  private list(memory: Distribution, probabilities: ArrayLike<number>, share: number, high: number | undefined): void {
    this.distribution.clear();
    for (let index = 0; index < memory.size; index++) {
      this.listUnit(memory.units[index] ?? 0, memory.probabilities[index] ?? 0, probabilities, share, high);
    }
    const unseen = memory.unseen / (POSSIBLE_UNITS - memory.size);
    for (const unit of this.vocabulary.known) {
      if (this.distribution.size === this.linear.length) break;
      if (this.distribution.indexOf(unit) < 0) this.listUnit(unit, unseen, probabilities, share, high);
    }
    let sum = 0;
    for (let index = 0; index < this.distribution.size; index++) sum += this.linear[index] ?? 0;
    this.distribution.unseen = Math.max(1e-9, 1 - sum);
  }

  private listUnit(
    unit: number,
    memory: number,
    probabilities: ArrayLike<number>,
    share: number,
    high: number | undefined,
  ): void {
    const index = this.distribution.size;
    const transformer = this.vocabulary.probability(probabilities, unit, high);
    this.memory[index] = memory;
    this.transformer[index] = transformer;
    this.linear[index] = share * memory + (1 - share) * transformer;
    this.distribution.push(unit, 0);
  }

  private rank(): void {
    const { linear, ranked } = this;
    this.decisions = 0;
    for (let index = 0; index < this.distribution.size; index++) {
      const probability = linear[index] ?? 0;
      let place = this.decisions;
      while (place > 0 && probability > (linear[ranked[place - 1] ?? 0] ?? 0)) place--;
      if (place >= MOST_DECISIONS) continue;
      const end = Math.min(this.decisions, MOST_DECISIONS - 1);
      for (let moved = end; moved > place; moved--) ranked[moved] = ranked[moved - 1] ?? 0;
      ranked[place] = index;
      this.decisions = end + 1;
    }
  }

  private decide(lengthClass: number, transformerClass: number): void {
    const { probabilities } = this.distribution;
    let left = 1;
    let [linearLeft, memoryLeft, transformerLeft] = [1, 1, 1];
    for (let rank = 0; rank < this.decisions; rank++) {
      const index = this.ranked[rank] ?? 0;
      const [linear = 0, memory = 0, transformer = 0] = [
        this.linear[index],
        this.memory[index],
        this.transformer[index],
      ];
      const at = rank * INPUTS;
      this.inputs[at + INPUT.linear] = stretchedShare(linear, linearLeft);
      this.inputs[at + INPUT.memory] = stretchedShare(memory, memoryLeft);
      this.inputs[at + INPUT.transformer] = stretchedShare(transformer, transformerLeft);
      this.inputs[at + INPUT.bias] = 0.3;
      const cappedRank = Math.min(rank, RANKS - 1);
      this.selected[rank * SELECTORS] = this.confidence * RANKS + cappedRank;
      this.selected[rank * SELECTORS + 1] = lengthClass * RANKS + cappedRank;
      this.selected[rank * SELECTORS + 2] = this.confidence * CONFIDENCE_CLASSES + transformerClass;
      const decided = this.mixer.mix(this.inputs, at, this.selected, rank * SELECTORS);
      this.decided[rank] = decided;
      probabilities[index] = left * decided;
      left *= 1 - decided;
      linearLeft -= linear;
      memoryLeft -= memory;
      transformerLeft -= transformer;
      if (left < NEGLIGIBLE) this.decisions = rank + 1;
    }
    this.shareRest(left);
  }

  /** Shares what the decisions left as the linear mix says. */
  private shareRest(left: number): void {
    const { distribution, linear } = this;
    const decided = this.ranked.subarray(0, this.decisions);
    const kept = Float64Array.from(decided, (index) => distribution.probabilities[index] ?? 0);
    for (const index of decided) linear[index] = -(linear[index] ?? 0);
    let rest = distribution.unseen;
    for (let index = 0; index < distribution.size; index++) rest += Math.max(0, linear[index] ?? 0);
    const scale = left / rest;
    for (let index = 0; index < distribution.size; index++) {
      distribution.probabilities[index] = Math.max(0, linear[index] ?? 0) * scale;
    }
    decided.forEach((index, rank) => {
      distribution.probabilities[index] = kept[rank] ?? 0;
      linear[index] = -(linear[index] ?? 0);
    });
    distribution.unseen *= scale;
  }
}

function stretchedShare(probability: number, left: number): number {
  return stretch(clamp(probability / Math.max(left, 1e-9), 1e-4, 1 - 1e-4));
}

function largest(values: Float64Array, count: number): number {
  let most = 0;
  for (let index = 0; index < count; index++) most = Math.max(most, values[index] ?? 0);
  return most;
}

function classWithin(bounds: readonly number[], value: number): number {
  let index = 0;
  while (index < bounds.length && value > (bounds[index] ?? 0)) index++;
  return index;
}
