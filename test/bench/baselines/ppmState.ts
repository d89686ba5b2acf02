import type { Vocabulary } from '../../../src/corpus/vocabulary';
import { type Context, PpmContexts, type State, type StateContents } from './ppmContexts';
import { type EscapeSituation, PpmEscapes, type SingleSituation } from './ppmEscapes';
import { UndoableMemory } from './undoableMemory';

/** Letters, above all, as ASCII arranges them. */
const FIRST_LETTER = 0x40;
/** A run of hits is short until it is as long as this, or as the order. */
const LONGEST_SHORT_RUN = 12;

/** What a PPM model knows beside its contexts. */
const REGISTERS = [
  'minContext', // where the last symbol was found, or the context to read the next one in
  'maxContext', // the longest one that ends here
  'orderFall', // how much shorter than the order the context is
  'runLength', // hits in contexts with one symbol, from below 0 on
  'previousSymbol',
  'previousWasExpected', // 1 if the previous symbol was the most probable one
  'firstEscape', // the frequency of escapes if a context with one symbol gets a second one now
  'textLength',
] as const;
type Register = (typeof REGISTERS)[number];

/** All that a PPM model has learnt, in a memory that can be put back. */
export class PpmState {
  readonly memory = new UndoableMemory();
  readonly contexts = new PpmContexts(this.memory);
  readonly escapes: PpmEscapes;
  private readonly registers: number;
  /** What contexts that are not there yet begin with. Beyond the register's length it holds anything. */
  private readonly text: number[] = [];
  private readonly isLetter: readonly boolean[];
  private readonly firstRunLength: number;

  constructor({ characters }: Vocabulary, order: number) {
    this.isLetter = characters.map((character) => (character.codePointAt(0) ?? 0) >= FIRST_LETTER);
    this.firstRunLength = -Math.min(order, LONGEST_SHORT_RUN) - 1;
    this.memory.allocate(1); // so that no address is 0
    this.registers = this.memory.allocate(REGISTERS.length);
    this.escapes = new PpmEscapes(this.memory);
    for (const register of REGISTERS) this.set(register, 0);
    this.set('orderFall', order);
    this.moveTo(this.createRoot(characters.length));
    this.endRun();
  }

  get(register: Register): number {
    return this.memory.get(this.addressOf(register));
  }

  set(register: Register, value: number): void {
    this.memory.set(this.addressOf(register), value);
  }

  add(register: Register, difference: number): void {
    this.memory.add(this.addressOf(register), difference);
  }

  /** The next symbol will be read in this context. */
  moveTo(context: Context): void {
    this.set('minContext', context);
    this.set('maxContext', context);
  }

  endRun(): void {
    this.set('runLength', this.firstRunLength);
  }

  /** The root is the context of no characters. All symbols are in it, so nothing escapes from it. */
  isRoot(context: Context): boolean {
    return this.contexts.suffix(context) === 0;
  }

  appendToText(symbol: number): void {
    this.text[this.get('textLength')] = symbol;
    this.add('textLength', 1);
  }

  textAt(place: number): number {
    return this.text[place] ?? 0;
  }

  singleSituation(context: Context, state: State): SingleSituation {
    return {
      frequency: this.contexts.frequency(state),
      suffixCount: this.contexts.count(this.contexts.suffix(context)),
      previousWasExpected: this.get('previousWasExpected') === 1,
      previousIsLetter: this.previousIsLetter,
      isLetter: this.isLetter[this.contexts.symbol(state)] ?? false,
      isShortRun: this.get('runLength') < 0,
    };
  }

  /** @param masked how many symbols of the context are out of the question: those of a longer one that was of no use */
  escapeSituation(context: Context, masked: number): EscapeSituation {
    return {
      count: this.contexts.count(context),
      suffixCount: this.contexts.count(this.contexts.suffix(context)),
      masked,
      total: this.contexts.total(context),
      previousIsLetter: this.previousIsLetter,
    };
  }

  private get previousIsLetter(): boolean {
    return this.isLetter[this.get('previousSymbol')] ?? false;
  }

  private createRoot(symbols: number): Context {
    const first: StateContents = { symbol: 0, frequency: 1, successor: 0 };
    const root = this.contexts.create(0, first);
    for (let symbol = 1; symbol < symbols; symbol++) this.contexts.append(root, { ...first, symbol });
    this.contexts.setTotal(root, symbols + 1);
    return root;
  }

  private addressOf(register: Register): number {
    return this.registers + REGISTERS.indexOf(register);
  }
}
