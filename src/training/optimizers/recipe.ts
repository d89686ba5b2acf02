/** How parameters are moved against their gradients. */
export type OptimizerRecipe = AdamWRecipe | MuonRecipe;

/** Adam with decoupled weight decay (Loshchilov and Hutter, https://arxiv.org/abs/1711.05101). */
export interface AdamWRecipe extends AdamWConstants {
  readonly name: 'adamw';
}

export interface AdamWConstants {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/**
 * Muon (Jordan et al., https://kellerjordan.github.io/posts/muon/) for the matrices inside the blocks: their momentum,
 * made orthogonal, so that every direction is learnt as fast as the strongest. AdamW for the rest.
 */
export interface MuonRecipe {
  readonly name: 'muon';
  /** The learning rate of the matrices, as a multiple of the rest's. */
  readonly matrixRate: number;
  readonly momentum: number;
  /** Of the matrices, decoupled as AdamW's. */
  readonly weightDecay: number;
  readonly adamW: AdamWConstants;
}

/** PyTorch's defaults for torch.optim.AdamW. */
export const PYTORCH_ADAMW: AdamWRecipe = {
  name: 'adamw',
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.01,
};
