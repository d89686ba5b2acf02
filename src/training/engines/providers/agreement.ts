import { type ParameterLayout, viewOf } from '../../../model/parameters';

/** A batch's loss, in nats, and the gradients of the parameters, in their layout. */
export interface LossAndGradients {
  readonly loss: number;
  readonly gradients: Float32Array;
}

/** How far apart two computations of the same are; NaN if one of them is no number. */
export interface Difference {
  /** Of the losses, relative. */
  readonly loss: number;
  /** Of the gradients of that parameter for which it is largest: the distance's norm relative to the gradient's. */
  readonly gradients: number;
}

/**
 * What a provider's loss and gradients may differ by from the processor's. In single precision the order of additions
 * alone makes 10⁻⁷ to 10⁻⁵, and TensorFloat-32, which NVIDIA's GPUs multiply matrices in, has a rounding error of 5 · 10⁻⁴
 * an operand. A batch's gradient is an estimate from 16 windows of text whose own error is as large as itself, so a hundredth
 * of it does not matter; a kernel that is wrong, or a mask or a transposition forgotten, makes a difference of the order of 1.
 */
export const TOLERANCE: Difference = { loss: 1e-3, gradients: 1e-2 };

/** A gradient that is all but zero beside the others is compared with this part of them. */
const NEGLIGIBLE = 1e-4;

export function differenceOf(layout: ParameterLayout, expected: LossAndGradients, found: LossAndGradients): Difference {
  const floor = NEGLIGIBLE * norm(expected.gradients);
  const differences = layout.tensors.map((tensor) => {
    const [ours, theirs] = [viewOf(expected.gradients, tensor), viewOf(found.gradients, tensor)];
    return distance(ours, theirs) / Math.max(norm(ours), floor);
  });
  return {
    loss: Math.abs(found.loss - expected.loss) / Math.abs(expected.loss),
    gradients: Math.max(...differences),
  };
}

export function isTolerable({ loss, gradients }: Difference): boolean {
  return loss <= TOLERANCE.loss && gradients <= TOLERANCE.gradients; // neither is true of NaN
}

function norm(vector: Float32Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, value, index) => sum + (value - (b[index] ?? NaN)) ** 2, 0));
}
