import { type Context, sumOfFrequencies } from './ppmContexts';
import type { PpmState } from './ppmState';

/** What a PPM model expects next: the longest context's symbols first, then those that only shorter ones know. */
export function ppmDistribution(state: PpmState, size: number): Float64Array {
  const probabilities = new Float64Array(size);
  let context = state.get('minContext');
  let left = addLongest(state, context, probabilities);
  while (!state.isRoot(context)) {
    const masked = state.contexts.count(context);
    context = nextUseful(state, context, masked);
    left = addShorter(state, context, masked, left, probabilities);
  }
  return probabilities;
}

/** @returns the probability that is left for other symbols */
function addLongest(state: PpmState, context: Context, probabilities: Float64Array): number {
  const { contexts, escapes } = state;
  if (contexts.count(context) === 1) {
    const only = contexts.first(context);
    const probability = escapes.singleProbability(state.singleSituation(context, only));
    probabilities[contexts.symbol(only)] = probability;
    return 1 - probability;
  }
  const all = contexts.contentsOfAll(context);
  const sum = sumOfFrequencies(all);
  const total = state.isRoot(context) ? sum : contexts.total(context);
  for (const { symbol, frequency } of all) probabilities[symbol] = frequency / total;
  return 1 - sum / total;
}

/** @returns the probability that is left for other symbols */
function addShorter(
  state: PpmState,
  context: Context,
  masked: number,
  left: number,
  probabilities: Float64Array,
): number {
  const possible = state.contexts.contentsOfAll(context).filter(({ symbol }) => probabilities[symbol] === 0);
  const sum = sumOfFrequencies(possible);
  const escape = state.isRoot(context) ? 0 : state.escapes.escapeFrequency(state.escapeSituation(context, masked));
  for (const { symbol, frequency } of possible) probabilities[symbol] = (left * frequency) / (sum + escape);
  return (left * escape) / (sum + escape);
}

/** The longest of the shorter contexts that knows a symbol more. */
function nextUseful({ contexts }: PpmState, context: Context, masked: number): Context {
  let shorter = contexts.suffix(context);
  while (contexts.count(shorter) === masked) shorter = contexts.suffix(shorter);
  return shorter;
}
