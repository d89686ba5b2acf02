import type { Tensor } from '@tensorflow/tfjs-core';

/** What an optimizer moves and keeps: flat vectors with the parameters' layout. */
export interface LearntTensors {
  readonly parameters: Tensor;
  readonly firstMoment: Tensor;
  readonly secondMoment: Tensor;
}

/** How large an update is, and which one it is. */
export interface UpdateStep {
  readonly learningRate: number;
  /** From 1. */
  readonly number: number;
}

/** The optimizers of `training/optimizers`, computed by TensorFlow. */
export interface TensorFlowOptimizer {
  /** One update: new tensors, of which those before are not changed. To be called in a tidy. */
  update(learnt: LearntTensors, gradients: Tensor, step: UpdateStep): LearntTensors;
}
