import type { Random } from '../random';

/**
 * The probabilities of the next tokens, `vocab_size` of them that sum to 1: the softmax of the logits divided by the
 * temperature. Below 1 the temperature sharpens the distribution, above 1 it flattens it.
 */
export function softmax(logits: Float32Array, temperature = 1): Float64Array {
  const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  // In double precision and from the largest down, so that nothing overflows.
  const probabilities = Float64Array.from(logits, (logit) => Math.exp((logit - largest) / temperature));
  const sum = probabilities.reduce((a, b) => a + b, 0);
  return probabilities.map((probability) => probability / sum);
}

/** The most probable token; of equals the first. Undefined if no token is possible (all 0, or not a number). */
export function mostProbable(probabilities: Float64Array): number | undefined {
  let best: number | undefined;
  let highest = 0;
  probabilities.forEach((probability, token) => {
    if (probability > highest) [best, highest] = [token, probability];
  });
  return best;
}

/** The `k` most probable tokens that are possible at all, highest first. */
export function topTokens(probabilities: Float64Array, k: number): number[] {
  const probabilityOf = (token: number) => probabilities[token] ?? 0;
  return [...probabilities.keys()]
    .filter((token) => probabilityOf(token) > 0)
    .sort((a, b) => probabilityOf(b) - probabilityOf(a) || a - b)
    .slice(0, k);
}

/** Draws one of the tokens, each as often as its probability says among theirs. Undefined if none is possible. */
export function drawToken(
  probabilities: Float64Array,
  tokens: readonly number[],
  random: Pick<Random, 'uniform'>,
): number | undefined {
  const sum = tokens.reduce((total, token) => total + (probabilities[token] ?? 0), 0);
  let left = random.uniform() * sum;
  for (const token of tokens) {
    left -= probabilities[token] ?? 0;
    if (left < 0) return token;
  }
  // Rounding can leave a last sliver of the sum to nobody.
  return tokens.at(-1);
}
