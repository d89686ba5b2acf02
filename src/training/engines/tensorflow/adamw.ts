import type { Tensor } from '@tensorflow/tfjs-core';
import { ADAMW } from '../../adamw';
import type { TensorFlow } from './load';

/** What AdamW moves, as flat vectors. */
export interface AdamWTensors {
  readonly parameters: Tensor;
  readonly firstMoment: Tensor;
  readonly secondMoment: Tensor;
}

/**
 * One update of `AdamW` (which see) with TensorFlow.js: new tensors, of which those before are not changed.
 *
 * @param step the number of this update, from 1
 */
export function adamW(
  tf: TensorFlow,
  { parameters, firstMoment, secondMoment }: AdamWTensors,
  gradients: Tensor,
  learningRate: number,
  step: number,
): AdamWTensors {
  const { beta1, beta2, epsilon, weightDecay } = ADAMW;
  const stepSize = learningRate / (1 - beta1 ** step);
  const inverseCorrection2 = 1 / Math.sqrt(1 - beta2 ** step);

  const first = tf.add(tf.mul(firstMoment, beta1), tf.mul(gradients, 1 - beta1));
  const second = tf.add(tf.mul(secondMoment, beta2), tf.mul(tf.square(gradients), 1 - beta2));
  // stepSize·first / (√second·inverseCorrection2 + ε), with stepSize drawn into the denominator.
  const denominator = tf.add(tf.mul(tf.sqrt(second), inverseCorrection2 / stepSize), epsilon / stepSize);
  const kept = tf.mul(parameters, 1 - learningRate * weightDecay);
  return { parameters: tf.sub(kept, tf.div(first, denominator)), firstMoment: first, secondMoment: second };
}
