import type { Tensor } from '@tensorflow/tfjs-core';
import type { AdamWConstants } from '../../optimizers/recipe';
import type { TensorFlow } from './load';
import type { LearntTensors, TensorFlowOptimizer, UpdateStep } from './optimizer';

/** AdamW by TensorFlow. */
export class AdamW implements TensorFlowOptimizer {
  constructor(
    private readonly tf: TensorFlow,
    private readonly constants: AdamWConstants,
  ) {}

  update({ parameters, firstMoment, secondMoment }: LearntTensors, gradients: Tensor, step: UpdateStep): LearntTensors {
    const { tf, constants } = this;
    const { beta1, beta2, weightDecay } = constants;
    const first = tf.add(tf.mul(firstMoment, beta1), tf.mul(gradients, 1 - beta1));
    const second = tf.add(tf.mul(secondMoment, beta2), tf.mul(tf.square(gradients), 1 - beta2));
    const kept = tf.mul(parameters, 1 - step.learningRate * weightDecay);
    const moved = tf.sub(kept, adamWStep(tf, constants, first, second, step));
    return { parameters: moved, firstMoment: first, secondMoment: second };
  }
}

/** stepSize·first / (√second·inverseCorrection2 + ε), with stepSize drawn into the denominator. */
export function adamWStep(
  tf: TensorFlow,
  { beta1, beta2, epsilon }: AdamWConstants,
  first: Tensor,
  second: Tensor,
  { learningRate, number }: UpdateStep,
): Tensor {
  const stepSize = learningRate / (1 - beta1 ** number);
  const inverseCorrection2 = 1 / Math.sqrt(1 - beta2 ** number);
  const denominator = tf.add(tf.mul(tf.sqrt(second), inverseCorrection2 / stepSize), epsilon / stepSize);
  return tf.div(first, denominator);
}
