import type { Vocabulary } from '../../../src/corpus/vocabulary';
import type { CharacterModel } from './characterModel';
import { type Context, PpmContexts, type State, type StateContents } from './ppmContexts';
import { type EscapeSituation, PpmEscapes, type SingleSituation } from './ppmEscapes';
import { UndoableMemory } from './undoableMemory';

const ORDER = 16;
const MAX_FREQUENCY = 124;
/** Letters, above all, as ASCII arranges them. */
const FIRST_LETTER = 0x40;

/** What a model knows beside its contexts, in words of its memory. */
const MIN_CONTEXT = 0;
const MAX_CONTEXT = 1;
const ORDER_FALL = 2;
const RUN_LENGTH = 3;
const PREVIOUS_SYMBOL = 4;
const PREVIOUS_WAS_EXPECTED = 5;
const FIRST_ESCAPE = 6;
const TEXT_LENGTH = 7;
const REGISTERS = 8;

/**
 * PPMd, variant H: prediction by partial matching with inherited frequencies, by D. Shkarin, "PPM: one step to
 * practicality" (Data Compression Conference 2002), as 7-Zip's method PPMd has it, over characters instead of bytes. It
 * adapts: it learns every character that it reads. Its memory is not bounded.
 */
export class PpmModel implements CharacterModel {
  private readonly memory = new UndoableMemory();
  private readonly registers: number;
  private readonly contexts = new PpmContexts(this.memory);
  private readonly escapes: PpmEscapes;
  /** What contexts that are not there yet begin with. */
  private readonly text: number[] = [];
  private readonly isLetter: readonly boolean[];
  private readonly firstRunLength: number;

  constructor(
    readonly vocabulary: Vocabulary,
    order = ORDER,
  ) {
    this.isLetter = vocabulary.characters.map((character) => (character.codePointAt(0) ?? 0) >= FIRST_LETTER);
    this.firstRunLength = -Math.min(order, 12) - 1;
    this.memory.allocate(1); // so that no address is 0
    this.registers = this.memory.allocate(REGISTERS);
    this.escapes = new PpmEscapes(this.memory);
    const root = this.createRoot();
    this.setRegister(MIN_CONTEXT, root);
    this.setRegister(MAX_CONTEXT, root);
    this.setRegister(ORDER_FALL, order);
    this.setRegister(RUN_LENGTH, this.firstRunLength);
    for (const register of [PREVIOUS_SYMBOL, PREVIOUS_WAS_EXPECTED, FIRST_ESCAPE, TEXT_LENGTH]) {
      this.setRegister(register, 0);
    }
  }

  mark(): void {
    this.memory.mark();
  }

  goBack(): void {
    this.memory.goBack();
  }

  distribution(): Float64Array {
    const probabilities = new Float64Array(this.vocabulary.size);
    let context = this.register(MIN_CONTEXT);
    let left = this.addFirstContext(context, probabilities);
    while (!this.isRoot(context)) {
      const masked = this.contexts.count(context);
      context = this.nextUseful(context, masked);
      left = this.addShorterContext(context, masked, left, probabilities);
    }
    return probabilities;
  }

  read(symbol: number): void {
    const context = this.register(MIN_CONTEXT);
    const found =
      this.contexts.count(context) === 1 ? this.readSingle(context, symbol) : this.readFirst(context, symbol);
    if (found === 0) this.readShorter(context, symbol);
    this.setRegister(PREVIOUS_SYMBOL, symbol);
  }

  // Probabilities. Each adds what one context says of the symbols that no longer context knew, and returns what is left.

  private addFirstContext(context: Context, probabilities: Float64Array): number {
    if (this.contexts.count(context) === 1) {
      const state = this.contexts.first(context);
      const probability = this.escapes.singleProbability(this.singleSituation(context, state));
      probabilities[this.contexts.symbol(state)] = probability;
      return 1 - probability;
    }
    const all = this.contexts.contentsOfAll(context);
    const sum = sumOfFrequencies(all);
    // All symbols are in the root, so nothing escapes from it.
    const total = this.isRoot(context) ? sum : this.contexts.total(context);
    for (const { symbol, frequency } of all) probabilities[symbol] = frequency / total;
    return 1 - sum / total;
  }

  private addShorterContext(context: Context, masked: number, left: number, probabilities: Float64Array): number {
    const possible = this.contexts.contentsOfAll(context).filter(({ symbol }) => probabilities[symbol] === 0);
    const sum = sumOfFrequencies(possible);
    const escape = this.isRoot(context) ? 0 : this.escapes.escapeFrequency(this.escapeSituation(context, masked));
    for (const { symbol, frequency } of possible) probabilities[symbol] = (left * frequency) / (sum + escape);
    return (left * escape) / (sum + escape);
  }

  /** The longest of the shorter contexts that knows a symbol more. */
  private nextUseful(context: Context, masked: number): Context {
    let shorter = this.contexts.suffix(context);
    while (this.contexts.count(shorter) === masked) shorter = this.contexts.suffix(shorter);
    return shorter;
  }

  private singleSituation(context: Context, state: State): SingleSituation {
    return {
      frequency: this.contexts.frequency(state),
      suffixCount: this.contexts.count(this.contexts.suffix(context)),
      previousWasExpected: this.register(PREVIOUS_WAS_EXPECTED) === 1,
      previousIsLetter: this.previousIsLetter,
      isLetter: this.isLetter[this.contexts.symbol(state)] ?? false,
      isShortRun: this.register(RUN_LENGTH) < 0,
    };
  }

  private escapeSituation(context: Context, masked: number): EscapeSituation {
    return {
      count: this.contexts.count(context),
      suffixCount: this.contexts.count(this.contexts.suffix(context)),
      masked,
      total: this.contexts.total(context),
      previousIsLetter: this.previousIsLetter,
    };
  }

  private get previousIsLetter(): boolean {
    return this.isLetter[this.register(PREVIOUS_SYMBOL)] ?? false;
  }

  // Learning. What reads a symbol in a context returns its state there, 0 if the context does not know it.

  private readSingle(context: Context, symbol: number): State {
    const state = this.contexts.first(context);
    const situation = this.singleSituation(context, state);
    if (this.contexts.symbol(state) !== symbol) {
      this.setRegister(FIRST_ESCAPE, this.escapes.learnSingleMiss(situation));
      this.setRegister(PREVIOUS_WAS_EXPECTED, 0);
      return 0;
    }
    this.escapes.learnSingleHit(situation);
    if (situation.frequency < 128) this.contexts.addToFrequency(state, 1);
    this.setRegister(PREVIOUS_WAS_EXPECTED, 1);
    this.addToRegister(RUN_LENGTH, 1);
    this.goOn(state);
    return state;
  }

  private readFirst(context: Context, symbol: number): State {
    const { state, before } = this.contexts.find(context, symbol);
    const isFirst = state !== 0 && before === 0;
    const wasExpected = isFirst && 2 * this.contexts.frequency(state) > this.contexts.total(context);
    this.setRegister(PREVIOUS_WAS_EXPECTED, wasExpected ? 1 : 0);
    if (state === 0) return 0;
    if (wasExpected) this.addToRegister(RUN_LENGTH, 1);
    const counted = this.count(context, state, before);
    this.goOn(counted);
    return counted;
  }

  private readShorter(longest: Context, symbol: number): void {
    for (let context = longest; ;) {
      const masked = this.contexts.count(context);
      context = this.fall(context, masked);
      if (this.readAfterEscape(context, symbol, masked)) return;
    }
  }

  /** As `nextUseful`, and counts how far it fell. */
  private fall(context: Context, masked: number): Context {
    let shorter = context;
    do {
      shorter = this.contexts.suffix(shorter);
      this.addToRegister(ORDER_FALL, 1);
    } while (this.contexts.count(shorter) === masked);
    this.setRegister(MIN_CONTEXT, shorter);
    return shorter;
  }

  private readAfterEscape(context: Context, symbol: number, masked: number): boolean {
    const { state } = this.contexts.find(context, symbol);
    this.learnWhetherItEscapes(context, state === 0, masked);
    if (state === 0) return false;
    const counted = this.count(context, state, 0);
    this.setRegister(RUN_LENGTH, this.firstRunLength);
    this.extendContexts(counted);
    return true;
  }

  private learnWhetherItEscapes(context: Context, escapes: boolean, masked: number): void {
    if (this.isRoot(context)) return;
    const situation = this.escapeSituation(context, masked);
    if (escapes) this.escapes.learnEscape(situation, this.frequenciesBeyond(context, masked));
    else this.escapes.learnNoEscape(situation);
  }

  /** The frequencies of the symbols of a context that are not in the longer one with `masked` symbols. */
  private frequenciesBeyond(context: Context, masked: number): number {
    let longer = this.register(MAX_CONTEXT);
    while (this.contexts.count(longer) !== masked) longer = this.contexts.suffix(longer);
    const known = new Set(this.contexts.contentsOfAll(longer).map(({ symbol }) => symbol));
    return sumOfFrequencies(this.contexts.contentsOfAll(context).filter(({ symbol }) => !known.has(symbol)));
  }

  /** Counts a symbol. @returns where its state is then: frequent symbols move to the front, behind `before` if that is 0 */
  private count(context: Context, state: State, before: State): State {
    this.contexts.addToFrequency(state, 4);
    this.contexts.addToTotal(context, 4);
    let counted = state;
    if (before !== 0 && this.contexts.frequency(state) > this.contexts.frequency(before)) {
      this.contexts.swap(state, before);
      counted = before;
    }
    return this.contexts.frequency(counted) > MAX_FREQUENCY ? this.rescale(context, counted) : counted;
  }

  /** Halves all frequencies of a context. @returns where the state is then: the first */
  private rescale(context: Context, state: State): State {
    const rounding = this.register(ORDER_FALL) !== 0 ? 1 : 0;
    const halved = (frequency: number) => (frequency + rounding) >> 1;
    const found = this.contexts.contents(state);
    const others = this.contexts.contentsOfAll(context).filter(({ symbol }) => symbol !== found.symbol);
    let escape = this.contexts.total(context) - found.frequency - sumOfFrequencies(others);
    const all = [{ ...found, frequency: found.frequency + 4 }, ...others]
      .map((contents) => ({ ...contents, frequency: halved(contents.frequency) }))
      .sort((a, b) => b.frequency - a.frequency);
    const left = all.filter(({ frequency }) => frequency > 0);
    escape += all.length - left.length;
    this.contexts.replaceAll(context, left);
    if (left.length === 1) this.lower(this.contexts.first(context), escape);
    else this.contexts.setTotal(context, sumOfFrequencies(left) + escape - (escape >> 1));
    return this.contexts.first(context);
  }

  /** Halves the frequency of a symbol that has become the only one, as often as there are escapes to halve. */
  private lower(state: State, escapes: number): void {
    let left = escapes;
    do {
      const frequency = this.contexts.frequency(state);
      this.contexts.setFrequency(state, frequency - (frequency >> 1));
      left >>= 1;
    } while (left > 1);
  }

  /** Moves to the context that ends with the symbol just read. */
  private goOn(state: State): void {
    const successor = this.contexts.successor(state);
    if (this.register(ORDER_FALL) !== 0 || successor <= 0) {
      this.extendContexts(state);
      return;
    }
    this.setRegister(MIN_CONTEXT, successor);
    this.setRegister(MAX_CONTEXT, successor);
  }

  /** After a symbol was found in MIN_CONTEXT: the longer contexts up to MAX_CONTEXT learn it, and it gets its own. */
  private extendContexts(state: State): void {
    const found = this.contexts.contents(state);
    const [min, max] = [this.register(MIN_CONTEXT), this.register(MAX_CONTEXT)];
    this.countInSuffix(min, found);
    if (this.register(ORDER_FALL) === 0) {
      const successor = this.createSuccessors(state, true);
      this.contexts.setSuccessor(state, successor);
      this.setRegister(MIN_CONTEXT, successor);
      this.setRegister(MAX_CONTEXT, successor);
      return;
    }
    this.appendToText(found.symbol);
    let successor = rawSuccessor(this.register(TEXT_LENGTH));
    let next = found.successor;
    if (next === 0) {
      this.contexts.setSuccessor(state, successor);
      next = min;
    } else {
      if (next < 0) next = this.createSuccessors(state, false);
      this.addToRegister(ORDER_FALL, -1);
      if (this.register(ORDER_FALL) === 0) {
        successor = next;
        if (max !== min) this.addToRegister(TEXT_LENGTH, -1);
      }
    }
    this.addToLongerContexts(min, max, found, successor);
    this.setRegister(MIN_CONTEXT, next);
    this.setRegister(MAX_CONTEXT, next);
  }

  /** The next shorter context learns a rare symbol, too. */
  private countInSuffix(context: Context, { symbol, frequency }: StateContents): void {
    const suffix = this.contexts.suffix(context);
    if (frequency >= MAX_FREQUENCY / 4 || suffix === 0) return;
    const found = this.contexts.find(suffix, symbol);
    let { state } = found;
    if (this.contexts.count(suffix) === 1) {
      if (this.contexts.frequency(state) < 32) this.contexts.addToFrequency(state, 1);
      return;
    }
    if (found.before !== 0 && this.contexts.frequency(state) >= this.contexts.frequency(found.before)) {
      this.contexts.swap(state, found.before);
      state = found.before;
    }
    if (this.contexts.frequency(state) >= MAX_FREQUENCY - 9) return;
    this.contexts.addToFrequency(state, 2);
    this.contexts.addToTotal(suffix, 2);
  }

  /** Adds a symbol to the contexts from `max` down to `min`, which knew it, with a frequency that it inherits from `min`. */
  private addToLongerContexts(
    min: Context,
    max: Context,
    { symbol, frequency }: StateContents,
    successor: number,
  ): void {
    const minCount = this.contexts.count(min);
    const others = this.contexts.total(min) - minCount - (frequency - 1);
    for (let context = max; context !== min; context = this.contexts.suffix(context)) {
      this.makeRoom(context, minCount);
      const total = this.contexts.total(context);
      const share = 2 * frequency * (total + 6);
      const all = others + total;
      const isRare = share < 6 * all;
      const inherited = isRare
        ? 1 + countTrue(share > all, share >= 4 * all)
        : 4 + countTrue(share >= 9 * all, share >= 12 * all, share >= 15 * all);
      this.contexts.addToTotal(context, isRare ? 3 : inherited);
      this.contexts.append(context, { symbol, frequency: inherited, successor });
    }
  }

  /** The frequency of escapes grows with the number of symbols. */
  private makeRoom(context: Context, minCount: number): void {
    const count = this.contexts.count(context);
    if (count === 1) {
      const state = this.contexts.first(context);
      const frequency = this.contexts.frequency(state);
      const more = frequency < MAX_FREQUENCY / 4 - 1 ? 2 * frequency : MAX_FREQUENCY - 4;
      this.contexts.setFrequency(state, more);
      this.contexts.setTotal(context, more + this.register(FIRST_ESCAPE) + (minCount > 3 ? 1 : 0));
      return;
    }
    const total = this.contexts.total(context);
    const isSparse = 4 * count <= minCount && total <= 8 * count;
    this.contexts.addToTotal(context, (2 * count < minCount ? 1 : 0) + (isSparse ? 2 : 0));
  }

  /**
   * Makes the contexts that end with the symbol of a state, which had only a place in the text, of all lengths that are
   * missing. @returns the longest
   *
   * @param exceptItself leaves the state's own context without: it is as long as the order allows
   */
  private createSuccessors(state: State, exceptItself: boolean): Context {
    const { symbol, successor: place } = this.contexts.contents(state);
    const parents: State[] = exceptItself ? [] : [state];
    let context = this.register(MIN_CONTEXT);
    while (this.contexts.suffix(context) !== 0) {
      context = this.contexts.suffix(context);
      const parent = this.contexts.find(context, symbol).state;
      const successor = this.contexts.successor(parent);
      if (successor !== place) {
        context = successor;
        break;
      }
      parents.push(parent);
    }
    if (parents.length === 0) return context;
    const only = this.firstState(context, -place - 1);
    for (const parent of parents.reverse()) {
      context = this.contexts.create(context, only);
      this.contexts.setSuccessor(parent, context);
    }
    return context;
  }

  /** The state of new contexts that are longer than `context`, and of which only what the text has at `place` is known. */
  private firstState(context: Context, place: number): StateContents {
    const symbol = this.text[place] ?? 0;
    const known = this.contexts.frequency(this.contexts.find(context, symbol).state);
    const successor = rawSuccessor(place + 1);
    const count = this.contexts.count(context);
    if (count === 1) return { symbol, frequency: known, successor };
    const share = known - 1;
    const others = this.contexts.total(context) - count - share;
    const inherited =
      2 * share <= others ? countTrue(5 * share > others) : Math.floor((2 * share + 3 * others - 1) / (2 * others));
    return { symbol, frequency: 1 + inherited, successor };
  }

  private createRoot(): Context {
    const states = this.vocabulary.characters.map((_, symbol) => ({ symbol, frequency: 1, successor: 0 }));
    const [first, ...others] = states;
    if (!first) throw new Error('A vocabulary has a character.');
    const root = this.contexts.create(0, first);
    for (const state of others) this.contexts.append(root, state);
    this.contexts.setTotal(root, states.length + 1);
    return root;
  }

  private isRoot(context: Context): boolean {
    return this.contexts.suffix(context) === 0;
  }

  private appendToText(symbol: number): void {
    this.text[this.register(TEXT_LENGTH)] = symbol;
    this.addToRegister(TEXT_LENGTH, 1);
  }

  private register(index: number): number {
    return this.memory.get(this.registers + index);
  }

  private setRegister(index: number, value: number): void {
    this.memory.set(this.registers + index, value);
  }

  private addToRegister(index: number, difference: number): void {
    this.memory.add(this.registers + index, difference);
  }
}

function rawSuccessor(place: number): number {
  return -1 - place;
}

function sumOfFrequencies(states: readonly StateContents[]): number {
  return states.reduce((sum, { frequency }) => sum + frequency, 0);
}

function countTrue(...conditions: readonly boolean[]): number {
  return conditions.filter(Boolean).length;
}
