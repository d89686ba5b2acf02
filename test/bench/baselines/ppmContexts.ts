import { UndoableMemory } from './undoableMemory';

/** The address of a context; 0 is none. */
export type Context = number;
/** The address of a state: what has followed a context, and how often. 0 is none. */
export type State = number;

/** What a state holds, in words. */
export interface StateContents {
  readonly symbol: number;
  readonly frequency: number;
  /** The context that is longer by the symbol; or −1 − the place in the text that follows it; 0 if there is neither. */
  readonly successor: number;
}

const COUNT = 0;
const TOTAL = 1;
const FIRST = 2;
const SUFFIX = 3;
const CONTEXT_SIZE = 4;

const SYMBOL = 0;
const FREQUENCY = 1;
const SUCCESSOR = 2;
const NEXT = 3;
const STATE_SIZE = 4;

/** The tree of contexts of a PPM model: for each, the symbols that followed it, the frequent ones first. */
export class PpmContexts {
  constructor(readonly memory: UndoableMemory) {}

  /** A context with a single state. */
  create(suffix: Context, only: StateContents): Context {
    const context = this.memory.allocate(CONTEXT_SIZE);
    this.memory.set(context + COUNT, 1);
    this.memory.set(context + TOTAL, 0);
    this.memory.set(context + FIRST, this.createState(only));
    this.memory.set(context + SUFFIX, suffix);
    return context;
  }

  /** How many symbols followed. */
  count(context: Context): number {
    return this.memory.get(context + COUNT);
  }

  /** The frequencies of all, and that of escapes; of no meaning while there is one state only. */
  total(context: Context): number {
    return this.memory.get(context + TOTAL);
  }

  setTotal(context: Context, total: number): void {
    this.memory.set(context + TOTAL, total);
  }

  addToTotal(context: Context, difference: number): void {
    this.memory.add(context + TOTAL, difference);
  }

  first(context: Context): State {
    return this.memory.get(context + FIRST);
  }

  /** The context that is shorter by the character furthest left. */
  suffix(context: Context): Context {
    return this.memory.get(context + SUFFIX);
  }

  next(state: State): State {
    return this.memory.get(state + NEXT);
  }

  symbol(state: State): number {
    return this.memory.get(state + SYMBOL);
  }

  frequency(state: State): number {
    return this.memory.get(state + FREQUENCY);
  }

  setFrequency(state: State, frequency: number): void {
    this.memory.set(state + FREQUENCY, frequency);
  }

  addToFrequency(state: State, difference: number): void {
    this.memory.add(state + FREQUENCY, difference);
  }

  successor(state: State): number {
    return this.memory.get(state + SUCCESSOR);
  }

  setSuccessor(state: State, successor: number): void {
    this.memory.set(state + SUCCESSOR, successor);
  }

  /** The state of a symbol, and the one before it; 0 if there is none. */
  find(context: Context, symbol: number): { readonly state: State; readonly before: State } {
    let before = 0;
    for (let state = this.first(context); state !== 0; state = this.next(state)) {
      if (this.symbol(state) === symbol) return { state, before };
      before = state;
    }
    return { state: 0, before };
  }

  /** Appends a state. */
  append(context: Context, contents: StateContents): void {
    let last = this.first(context);
    for (let next = this.next(last); next !== 0; next = this.next(next)) last = next;
    this.memory.set(last + NEXT, this.createState(contents));
    this.memory.add(context + COUNT, 1);
  }

  swap(a: State, b: State): void {
    const [contentsOfA, contentsOfB] = [this.contents(a), this.contents(b)];
    this.write(a, contentsOfB);
    this.write(b, contentsOfA);
  }

  contentsOfAll(context: Context): StateContents[] {
    const all: StateContents[] = [];
    for (let state = this.first(context); state !== 0; state = this.next(state)) all.push(this.contents(state));
    return all;
  }

  /** Replaces the states by others, at least one and not more than there are. */
  replaceAll(context: Context, all: readonly StateContents[]): void {
    let state = this.first(context);
    for (const [index, contents] of all.entries()) {
      this.write(state, contents);
      if (index === all.length - 1) this.memory.set(state + NEXT, 0);
      else state = this.next(state);
    }
    this.memory.set(context + COUNT, all.length);
  }

  contents(state: State): StateContents {
    return { symbol: this.symbol(state), frequency: this.frequency(state), successor: this.successor(state) };
  }

  private createState(contents: StateContents): State {
    const state = this.memory.allocate(STATE_SIZE);
    this.write(state, contents);
    this.memory.set(state + NEXT, 0);
    return state;
  }

  private write(state: State, { symbol, frequency, successor }: StateContents): void {
    this.memory.set(state + SYMBOL, symbol);
    this.memory.set(state + FREQUENCY, frequency);
    this.memory.set(state + SUCCESSOR, successor);
  }
}

export function sumOfFrequencies(states: readonly StateContents[]): number {
  return states.reduce((sum, { frequency }) => sum + frequency, 0);
}
