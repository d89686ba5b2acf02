import { clamp, squash } from './logistic';

const LARGEST = 12;
const SURE = 5e-5;

/**
 * Logistic mixing (Mahoney, PAQ6, 2005): the inputs, probabilities in the logistic domain, are added up with weights that
 * are chosen by several selectors, one set of weights for each, and move down the gradient of the coding cost.
 */
export class Mixer {
  /** For each selector [set, input]. */
  readonly weights: readonly Float32Array[];

  /** @param sets of weights of each selector; @param initial weight of each input, shared among the selectors */
  constructor(
    private readonly inputs: number,
    sets: readonly number[],
    initial: (input: number) => number,
    private readonly learningRate: number,
  ) {
    this.weights = sets.map((count) =>
      Float32Array.from({ length: count * inputs }, (_, index) => initial(index % inputs) / sets.length),
    );
  }

  get bytes(): number {
    return this.weights.reduce((sum, weights) => sum + weights.byteLength, 0);
  }

  /**
   * @param values of the inputs, from `at`
   * @param selected the set of each selector, from `selectedAt`
   */
  mix(values: Float64Array, at: number, selected: Int32Array, selectedAt: number): number {
    let sum = 0;
    for (let selector = 0; selector < this.weights.length; selector++) {
      const weights = this.weights[selector] ?? new Float32Array(0);
      const row = (selected[selectedAt + selector] ?? 0) * this.inputs;
      for (let input = 0; input < this.inputs; input++) sum += (weights[row + input] ?? 0) * (values[at + input] ?? 0);
    }
    return clamp(squash(clamp(sum, -LARGEST, LARGEST)), SURE, 1 - SURE);
  }

  /** @param error what happened (0 or 1) less the probability that `mix` gave it */
  learn(values: Float64Array, at: number, selected: Int32Array, selectedAt: number, error: number): void {
    const step = error * this.learningRate;
    for (let selector = 0; selector < this.weights.length; selector++) {
      const weights = this.weights[selector] ?? new Float32Array(0);
      const row = (selected[selectedAt + selector] ?? 0) * this.inputs;
      for (let input = 0; input < this.inputs; input++) {
        weights[row + input] = (weights[row + input] ?? 0) + step * (values[at + input] ?? 0);
      }
    }
  }
}
