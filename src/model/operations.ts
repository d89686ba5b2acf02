import type { LayerNormParameters } from './parameters';

/** LayerNorm's ε, PyTorch's default. */
export const LAYER_NORM_EPSILON = 1e-5;

/** RMSNorm's ε. */
export const RMS_NORM_EPSILON = 1e-6;

/**
 * The operations that the Transformer is made of. T is what stands for a tensor: a value in an ONNX graph, or a tensor of
 * a library that computes at once. B is the batch size, T the time (characters), P the past (characters in the cache),
 * C the width of the residual stream, H the number of heads. Rows are B·T, one for each character.
 */
export interface Operations<T> {
  /** The row of `table` (vocab_size, C) for each token: (B, T, C). */
  readonly embedTokens: (table: T) => T;
  /** Adds to x (B, T, C) the row of `table` (context_length, C) for each character's position. */
  readonly addPositions: (x: T, table: T) => T;
  /** (B, T, C) as (B·T, C). */
  readonly rows: (x: T) => T;
  readonly add: (a: T, b: T) => T;
  /** x (B·T, in) times the transposed weight (out, in), plus the bias (out) if there is one: (B·T, out). */
  readonly linear: (x: T, weight: T, bias?: T) => T;
  /** Each row to mean 0 and variance 1 (ε = LAYER_NORM_EPSILON), times weight plus bias. */
  readonly layerNorm: (x: T, parameters: LayerNormParameters<T>) => T;
  /** Each row divided by √(mean of its squares + RMS_NORM_EPSILON). */
  readonly rmsNorm: (x: T) => T;
  readonly relu: (x: T) => T;
  /** max(x, 0)² */
  readonly reluSquared: (x: T) => T;
  /**
   * x (B·T, C) times the transposed weight (3·C, C), whose rows make queries, keys and values, as three of (B, H, T, C/H).
   * With rotary positions, each head's queries and keys are turned by their position as `rotaryTables` says.
   */
  readonly queryKeyValue: (x: T, weight: T, heads: number) => QueryKeyValue<T>;
  /** (B, H, T, C/H) as (B·T, C). */
  readonly mergeHeads: (x: T, heads: number) => T;
  /** a (B, H, T, D) times the transposed b (B, H, P+T, D), times `scale`: (B, H, T, P+T). */
  readonly scaledDotProduct: (a: T, b: T, scale: number) => T;
  /** Makes the scores (B, H, T, P+T) of characters that come later than the row's own vanish under a softmax. */
  readonly maskFuture: (scores: T) => T;
  /** Along the last dimension. */
  readonly softmax: (x: T) => T;
  /** weights (B, H, T, P+T) times values (B, H, P+T, D): (B, H, T, D). */
  readonly weightedSum: (weights: T, values: T) => T;
}

/** What each character looks for, has, and tells: (B, H, T, C/H) each. */
export type QueryKeyValue<T> = readonly [query: T, key: T, value: T];

/** What a training adds to them. */
export interface LossOperations<T> extends Operations<T> {
  /** The mean over all rows of −log softmax(logits)[target], in nats: a scalar. logits is (B·T, vocab_size). */
  readonly crossEntropy: (logits: T) => T;
}
