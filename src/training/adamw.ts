/** PyTorch's defaults for torch.optim.AdamW. */
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;
const WEIGHT_DECAY = 0.01;

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
    const stepSize = learningRate / (1 - BETA1 ** this.steps);
    const inverseCorrection2 = 1 / Math.sqrt(1 - BETA2 ** this.steps);
    const keep = 1 - learningRate * WEIGHT_DECAY;

    // `?? 0` never happens inside the bounds; it is what the type checker asks for, and costs nothing measurable.
    for (let index = 0; index < parameters.length; index++) {
      const gradient = gradients[index] ?? 0;
      const first = BETA1 * (firstMoment[index] ?? 0) + (1 - BETA1) * gradient;
      const second = BETA2 * (secondMoment[index] ?? 0) + (1 - BETA2) * gradient * gradient;
      firstMoment[index] = first;
      secondMoment[index] = second;
      const denominator = Math.sqrt(second) * inverseCorrection2 + EPSILON;
      parameters[index] = keep * (parameters[index] ?? 0) - (stepSize * first) / denominator;
    }
  }
}
