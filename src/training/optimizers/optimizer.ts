import type { Range } from './share';

/** Moves parameters against their gradients. */
export interface Optimizer {
  /** Updates made so far. */
  readonly steps: number;
  /** The pieces of the flat vector that it moves; of all gradients, it reads no others. */
  readonly ranges: readonly Range[];
  /** One update, in place. @param gradients with the parameters' layout */
  update(gradients: Float32Array, learningRate: number): Promise<void>;
}
