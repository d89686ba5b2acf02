import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { ModelConfiguration } from '../../../model/configuration';
import { LAYER_NORM_EPSILON, type LossOperations, RMS_NORM_EPSILON } from '../../../model/operations';
import type { LayerNormParameters } from '../../../model/parameters';
import { differentiable } from './differentiable';
import type { TensorFlow } from './load';
import { rotate, type Rotation } from './rotation';

/** What a batch is computed over. */
export interface BatchContext {
  readonly tensorFlow: TensorFlow;
  readonly configuration: ModelConfiguration;
  /** A row with a single 1 for each token, (B·T, V). A product with it takes rows of a table without a look at them. */
  readonly tokens: Tensor2D;
  /** The same for the token's successors. */
  readonly targets: Tensor2D;
  /** Added to scores so that the future vanishes: (T, T). */
  readonly mask: Tensor2D;
  /** 1/C, (C, 1): a product with it is the mean of each row, in one call where a mean is two. */
  readonly averageColumn: Tensor2D;
  /** Of a model with rotary positions. */
  readonly rotation: Rotation | undefined;
}

/**
 * Computes each operation at once, with TensorFlow.js, which also finds the gradients. Each call of TensorFlow costs time of
 * its own, on a GPU most of all; so where the gradient of a whole needs fewer calls than those of its parts, it is given.
 */
export function tensorFlowOperations(context: BatchContext): LossOperations<Tensor> {
  const { tensorFlow: tf, configuration, tokens, mask, rotation } = context;
  const { context_length, d_embed } = configuration;

  return {
    embedTokens: (table) => tf.reshape(tf.matMul(tokens, table), [-1, context_length, d_embed]),
    addPositions: (x, table) => addPositions(tf, x, table),
    rows: (x) => tf.reshape(x, [-1, d_embed]),
    add: (a, b) => add(tf, a, b),
    linear: (x, weight, bias) => (bias === undefined ? tf.matMul(x, weight, false, true) : linear(tf, x, weight, bias)),
    layerNorm: (x, parameters) => layerNorm(context, x, parameters),
    rmsNorm: (x) => rmsNorm(context, x),
    relu: (x) => relu(tf, x),
    reluSquared: (x) => reluSquared(tf, x),
    queryKeyValue: (x, weight, heads) => {
      const all = tf.matMul(x, weight, false, true); // (B·T, 3·C)
      const turned = rotation ? rotate(tf, rotation, all) : all;
      const apart = tf.reshape(turned, [-1, context_length, 3, heads, d_embed / heads]);
      const [query, key, value] = tf.unstack(tf.transpose(apart, [2, 0, 3, 1, 4]));
      return [query, key, value] as [Tensor, Tensor, Tensor]; // As many as the first dimension has.
    },
    mergeHeads: (x) => tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [-1, d_embed]),
    scaledDotProduct: (a, b, scale) => scaledDotProduct(tf, a, b, scale),
    maskFuture: (scores) => maskFuture(tf, scores, mask),
    softmax: (x) => tf.softmax(x),
    weightedSum: (weights, values) => tf.matMul(weights, values),
    crossEntropy: (logits) => crossEntropy(context, logits),
  };
}

/** A gradient that goes to two places goes to each as a tensor of its own, which costs no call. */
function add(tf: TensorFlow, a: Tensor, b: Tensor): Tensor {
  return differentiable(tf, [a, b], {
    compute: () => ({ value: tf.add(a, b), saved: [] }),
    gradients: (d) => [tf.clone(d), tf.clone(d)],
  });
}

function addPositions(tf: TensorFlow, x: Tensor, table: Tensor): Tensor {
  return differentiable(tf, [x, table], {
    compute: () => ({ value: tf.add(x, table), saved: [] }),
    gradients: (d) => [tf.clone(d), tf.sum(d, 0)],
  });
}

function scaledDotProduct(tf: TensorFlow, a: Tensor, b: Tensor, scale: number): Tensor {
  return differentiable(tf, [a, b], {
    compute: () => {
      const scaled = tf.mul(a, scale); // T·D elements for each head, where the product has T·T
      return { value: tf.matMul(scaled, b, false, true), saved: [scaled, b] as const };
    },
    gradients: (d, [scaled, b]) => [tf.mul(tf.matMul(d, b), scale), tf.matMul(d, scaled, true)],
  });
}

/** The mask is a constant. */
function maskFuture(tf: TensorFlow, scores: Tensor, mask: Tensor): Tensor {
  return differentiable(tf, [scores], {
    compute: () => ({ value: tf.add(scores, mask), saved: [] }),
    gradients: (d) => [tf.clone(d)],
  });
}

function linear(tf: TensorFlow, x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  return differentiable(tf, [x, weight, bias], {
    compute: () => ({ value: tf.add(tf.matMul(x, weight, false, true), bias), saved: [x, weight] as const }),
    gradients: (d, [x, weight]) => [tf.matMul(d, weight), tf.matMul(d, x, true), tf.sum(d, 0)],
  });
}

/** x̂ = (x − mean)/σ, y = x̂·weight + bias; with g = d·weight, dx = (g − mean(g) − x̂·mean(g·x̂))/σ. */
function layerNorm(
  { tensorFlow: tf, averageColumn }: BatchContext,
  x: Tensor,
  { weight, bias }: LayerNormParameters<Tensor>,
): Tensor {
  const meanOfRows = (rows: Tensor) => tf.matMul(rows, averageColumn);
  return differentiable(tf, [x, weight, bias], {
    compute: () => {
      const centred = tf.sub(x, meanOfRows(x));
      const inverseDeviation = tf.rsqrt(tf.add(meanOfRows(tf.square(centred)), LAYER_NORM_EPSILON));
      const normalized = tf.mul(centred, inverseDeviation);
      const value = tf.add(tf.mul(normalized, weight), bias);
      return { value, saved: [normalized, inverseDeviation, weight] as const };
    },
    gradients: (d, [normalized, inverseDeviation, weight]) => {
      const g = tf.mul(d, weight);
      const along = tf.mul(normalized, meanOfRows(tf.mul(g, normalized)));
      const dx = tf.mul(tf.sub(tf.sub(g, meanOfRows(g)), along), inverseDeviation);
      return [dx, tf.sum(tf.mul(d, normalized), 0), tf.sum(d, 0)];
    },
  });
}

/** y = x/r with r² = mean(x²) + ε; dx = (d − y·mean(d·y))/r. */
function rmsNorm({ tensorFlow: tf, averageColumn }: BatchContext, x: Tensor): Tensor {
  const meanOfRows = (rows: Tensor) => tf.matMul(rows, averageColumn);
  return differentiable(tf, [x], {
    compute: () => {
      const inverse = tf.rsqrt(tf.add(meanOfRows(tf.square(x)), RMS_NORM_EPSILON));
      const y = tf.mul(x, inverse);
      return { value: y, saved: [y, inverse] as const };
    },
    gradients: (d, [y, inverse]) => [tf.mul(tf.sub(d, tf.mul(y, meanOfRows(tf.mul(d, y)))), inverse)],
  });
}

function relu(tf: TensorFlow, x: Tensor): Tensor {
  return differentiable(tf, [x], {
    compute: () => {
      const y = tf.relu(x);
      return { value: y, saved: [y] as const };
    },
    gradients: (d, [y]) => [tf.mul(d, tf.sign(y))],
  });
}

function reluSquared(tf: TensorFlow, x: Tensor): Tensor {
  return differentiable(tf, [x], {
    compute: () => {
      const positive = tf.relu(x);
      return { value: tf.square(positive), saved: [positive] as const };
    },
    gradients: (d, [positive]) => [tf.mul(tf.mul(d, positive), 2)],
  });
}

function crossEntropy({ tensorFlow: tf, targets }: BatchContext, logits: Tensor): Tensor {
  return differentiable(tf, [logits], {
    compute: () => {
      const shifted = tf.sub(logits, tf.max(logits, -1, true)); // softmax is the same, and exp stays in range
      const exponentials = tf.exp(shifted);
      const sums = tf.sum(exponentials, -1, true);
      const ofTargets = tf.sum(tf.mul(shifted, targets), -1, true);
      const value = tf.mean(tf.sub(tf.log(sums), ofTargets));
      return { value, saved: [exponentials, sums, targets] as const };
    },
    gradients: (d, [exponentials, sums, targets]) => {
      const error = tf.sub(tf.div(exponentials, sums), targets);
      return [tf.mul(error, tf.div(d, targets.shape[0]))];
    },
  });
}
