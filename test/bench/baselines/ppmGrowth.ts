import type { Context, State, StateContents } from './ppmContexts';
import { MAX_FREQUENCY } from './ppmCounting';
import type { PpmState } from './ppmState';

/** After a symbol was found in the context `minContext`: the longer ones up to `maxContext` learn it, and it gets its own. */
export function extendContexts(model: PpmState, state: State): void {
  const found = model.contexts.contents(state);
  const [min, max] = [model.get('minContext'), model.get('maxContext')];
  countInSuffix(model, min, found);
  if (model.get('orderFall') === 0) {
    const successor = createSuccessors(model, state, true);
    model.contexts.setSuccessor(state, successor);
    model.moveTo(successor);
    return;
  }
  model.appendToText(found.symbol);
  let successor = rawSuccessor(model.get('textLength'));
  let next = found.successor;
  if (next === 0) {
    model.contexts.setSuccessor(state, successor);
    next = min;
  } else {
    if (next < 0) next = createSuccessors(model, state, false);
    model.add('orderFall', -1);
    if (model.get('orderFall') === 0) {
      successor = next;
      if (max !== min) model.add('textLength', -1); // nothing refers to it
    }
  }
  addToLongerContexts(model, min, max, found, successor);
  model.moveTo(next);
}

/** The next shorter context learns a rare symbol, too. */
function countInSuffix({ contexts }: PpmState, context: Context, { symbol, frequency }: StateContents): void {
  const suffix = contexts.suffix(context);
  if (frequency >= MAX_FREQUENCY / 4 || suffix === 0) return;
  const found = contexts.find(suffix, symbol);
  let { state } = found;
  if (contexts.count(suffix) === 1) {
    if (contexts.frequency(state) < 32) contexts.addToFrequency(state, 1);
    return;
  }
  if (found.before !== 0 && contexts.frequency(state) >= contexts.frequency(found.before)) {
    contexts.swap(state, found.before);
    state = found.before;
  }
  if (contexts.frequency(state) >= MAX_FREQUENCY - 9) return;
  contexts.addToFrequency(state, 2);
  contexts.addToTotal(suffix, 2);
}

/** Adds a symbol to the contexts from `max` down to `min`, which knew it, with a frequency that it inherits from `min`. */
function addToLongerContexts(
  model: PpmState,
  min: Context,
  max: Context,
  { symbol, frequency }: StateContents,
  successor: number,
): void {
  const { contexts } = model;
  const minCount = contexts.count(min);
  const others = contexts.total(min) - minCount - (frequency - 1);
  for (let context = max; context !== min; context = contexts.suffix(context)) {
    makeRoom(model, context, minCount);
    const total = contexts.total(context);
    const share = 2 * frequency * (total + 6);
    const all = others + total;
    const isRare = share < 6 * all;
    const inherited = isRare
      ? 1 + countTrue(share > all, share >= 4 * all)
      : 4 + countTrue(share >= 9 * all, share >= 12 * all, share >= 15 * all);
    contexts.addToTotal(context, isRare ? 3 : inherited);
    contexts.append(context, { symbol, frequency: inherited, successor });
  }
}

/** The frequency of escapes grows with the number of symbols. */
function makeRoom(model: PpmState, context: Context, minCount: number): void {
  const { contexts } = model;
  const count = contexts.count(context);
  if (count === 1) {
    const state = contexts.first(context);
    const frequency = contexts.frequency(state);
    const more = frequency < MAX_FREQUENCY / 4 - 1 ? 2 * frequency : MAX_FREQUENCY - 4;
    contexts.setFrequency(state, more);
    contexts.setTotal(context, more + model.get('firstEscape') + countTrue(minCount > 3));
    return;
  }
  const isSparse = 4 * count <= minCount && contexts.total(context) <= 8 * count;
  contexts.addToTotal(context, countTrue(2 * count < minCount) + 2 * countTrue(isSparse));
}

/**
 * Makes the contexts that end with the symbol of a state, which had only a place in the text, of all lengths that are
 * missing. @returns the longest
 *
 * @param exceptItself leaves the state's own context without: it is as long as the order allows
 */
function createSuccessors(model: PpmState, state: State, exceptItself: boolean): Context {
  const { contexts } = model;
  const { symbol, successor: place } = contexts.contents(state);
  const parents: State[] = exceptItself ? [] : [state];
  let context = model.get('minContext');
  while (!model.isRoot(context)) {
    context = contexts.suffix(context);
    const parent = contexts.find(context, symbol).state;
    const successor = contexts.successor(parent);
    if (successor !== place) {
      context = successor;
      break;
    }
    parents.push(parent);
  }
  if (parents.length === 0) return context;
  const only = firstState(model, context, -place - 1);
  for (const parent of parents.reverse()) {
    context = contexts.create(context, only);
    contexts.setSuccessor(parent, context);
  }
  return context;
}

/** The state of new contexts that are longer than `context`, and of which only what the text has at `place` is known. */
function firstState(model: PpmState, context: Context, place: number): StateContents {
  const { contexts } = model;
  const symbol = model.textAt(place);
  const known = contexts.frequency(contexts.find(context, symbol).state);
  const successor = rawSuccessor(place + 1);
  const count = contexts.count(context);
  if (count === 1) return { symbol, frequency: known, successor };
  const share = known - 1;
  const others = contexts.total(context) - count - share;
  const inherited =
    2 * share <= others ? countTrue(5 * share > others) : Math.floor((2 * share + 3 * others - 1) / (2 * others));
  return { symbol, frequency: 1 + inherited, successor };
}

function rawSuccessor(place: number): number {
  return -1 - place;
}

function countTrue(...conditions: readonly boolean[]): number {
  return conditions.filter(Boolean).length;
}
