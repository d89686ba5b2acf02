import { type Context, type State, sumOfFrequencies } from './ppmContexts';
import type { PpmState } from './ppmState';

export const MAX_FREQUENCY = 124;

/**
 * Counts a symbol in a context. @returns where its state is then
 *
 * @param before the state in front of it, which it overtakes as soon as it is the more frequent one; 0 to stay
 */
export function countSymbol(model: PpmState, context: Context, state: State, before: State): State {
  const { contexts } = model;
  contexts.addToFrequency(state, 4);
  contexts.addToTotal(context, 4);
  let counted = state;
  if (before !== 0 && contexts.frequency(state) > contexts.frequency(before)) {
    contexts.swap(state, before);
    counted = before;
  }
  return contexts.frequency(counted) > MAX_FREQUENCY ? rescale(model, context, counted) : counted;
}

/** Halves all frequencies of a context, and forgets what is too rare for that. @returns where the state is then: the first */
function rescale(model: PpmState, context: Context, state: State): State {
  const { contexts } = model;
  const rounding = model.get('orderFall') === 0 ? 0 : 1;
  const found = contexts.contents(state);
  const others = contexts.contentsOfAll(context).filter(({ symbol }) => symbol !== found.symbol);
  const escape = contexts.total(context) - found.frequency - sumOfFrequencies(others);
  const all = [{ ...found, frequency: found.frequency + 4 }, ...others]
    .map((contents) => ({ ...contents, frequency: (contents.frequency + rounding) >> 1 }))
    .sort((a, b) => b.frequency - a.frequency);
  const left = all.filter(({ frequency }) => frequency > 0);
  const escapeWithForgotten = escape + all.length - left.length;
  contexts.replaceAll(context, left);
  if (left.length === 1) lower(model, contexts.first(context), escapeWithForgotten);
  else contexts.setTotal(context, sumOfFrequencies(left) + escapeWithForgotten - (escapeWithForgotten >> 1));
  return contexts.first(context);
}

/** Halves the frequency of a symbol that has become the only one, as often as that of escapes can be halved. */
function lower({ contexts }: PpmState, state: State, escape: number): void {
  let left = escape;
  do {
    const frequency = contexts.frequency(state);
    contexts.setFrequency(state, frequency - (frequency >> 1));
    left >>= 1;
  } while (left > 1);
}
