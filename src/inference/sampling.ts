import type { Random } from '../random';

/**
 * The probabilities of the next tokens, `vocab_size` of them that sum to 1: the softmax of the logits divided by the
 * temperature. Below 1 the temperature sharpens the distribution, above 1 it flattens it.
 */
export function softmax(logits: Float32Array, temperature = 1): Float64Array {
  // In double precision and from the largest down, so that nothing overflows. In plain loops: callbacks take four times as
  // long, which was a twentieth of what a character takes.
  let largest = -Infinity;
  for (const logit of logits) largest = Math.max(largest, logit);
  const probabilities = new Float64Array(logits.length);
  let sum = 0;
  let token = 0;
  for (const logit of logits) {
    const probability = Math.exp((logit - largest) / temperature);
    probabilities[token++] = probability;
    sum += probability;
  }
  token = 0;
  for (const probability of probabilities) probabilities[token++] = probability / sum;
  return probabilities;
}

/** The most probable token; of equals the first. Undefined if no token is possible (all 0, or not a number). */
export function mostProbable(probabilities: Float64Array): number | undefined {
  let best: number | undefined;
  let highest = 0;
  let token = 0;
  for (const probability of probabilities) {
    if (probability > highest) [best, highest] = [token, probability];
    token++;
  }
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
