import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorFlow } from './load';

/** An operation with a gradient of its own. */
export interface DifferentiableOperation<Saved extends readonly Tensor[]> {
  /** `saved` is kept until the gradients are computed. */
  readonly compute: () => { readonly value: Tensor; readonly saved: Saved };
  /** @param d the gradient with respect to the value. @returns those with respect to the inputs, in their order. */
  readonly gradients: (d: Tensor, saved: Saved) => Tensor[];
}

/** Keeps tensors until the gradients are computed. */
type Save = (tensors: Tensor[]) => void;

/** Computes an operation and tells TensorFlow.js how gradients go back through it. */
export function differentiable<Saved extends readonly Tensor[]>(
  tf: TensorFlow,
  inputs: readonly Tensor[],
  operation: DifferentiableOperation<Saved>,
): Tensor {
  const computeAndSave = (...args: readonly (Tensor | Save)[]) => {
    const save = args.at(-1) as Save; // After the inputs, which `operation` has already.
    const { value, saved } = operation.compute();
    save([...saved]);
    // What is handed back is what was saved, tensor by tensor.
    const gradFunc = (d: Tensor, saved: Tensor[]) => operation.gradients(d, saved as unknown as Saved);
    return { value, gradFunc };
  };
  return tf.customGrad(computeAndSave)(...inputs);
}
