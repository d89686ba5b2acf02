/** PyTorch's defaults for torch.optim.AdamW. */
export const ADAMW = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 } as const;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, https://arxiv.org/abs/1711.05101), over one flat vector, in the
 * order of PyTorch's implementation.
 */
export class AdamW {
  /**
   * @param firstMoment running mean of the gradients; changed in place
   * @param secondMoment running mean of their squares; changed in place
   * @param steps updates made so far: the bias correction needs it, also after a resume
   */
  constructor(
    readonly firstMoment: Float32Array,
    readonly secondMoment: Float32Array,
    public steps = 0,
  ) {}

  /** Moves `parameters` against `gradients`, in place. All vectors are of the same length. */
  update(parameters: Float32Array, gradients: Float32Array, learningRate: number): void {
    this.steps += 1;
    const { firstMoment, secondMoment } = this;
    const { beta1, beta2, epsilon, weightDecay } = ADAMW;
    const stepSize = learningRate / (1 - beta1 ** this.steps);
    const inverseCorrection2 = 1 / Math.sqrt(1 - beta2 ** this.steps);
    const keep = 1 - learningRate * weightDecay;

    // `?? 0` never happens inside the bounds; it is what the type checker asks for, and costs nothing measurable.
    for (let index = 0; index < parameters.length; index++) {
      const gradient = gradients[index] ?? 0;
      const first = beta1 * (firstMoment[index] ?? 0) + (1 - beta1) * gradient;
      const second = beta2 * (secondMoment[index] ?? 0) + (1 - beta2) * gradient * gradient;
      firstMoment[index] = first;
      secondMoment[index] = second;
      const denominator = Math.sqrt(second) * inverseCorrection2 + epsilon;
      parameters[index] = keep * (parameters[index] ?? 0) - (stepSize * first) / denominator;
    }
  }
}
