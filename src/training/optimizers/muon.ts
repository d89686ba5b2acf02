import { hiddenMatrices, type ParameterLayout } from '../../model/parameters';
import type { OptimizerState } from '../engines/engine';
import { AdamW } from './adamw';
import type { Optimizer } from './optimizer';
import { Orthogonalization } from './orthogonalization';
import type { MuonRecipe } from './recipe';
import { dealt, piecesOf, type Range, type Share, WHOLE } from './share';
import { type MatrixStack, rangesBeside, stacksOf } from './stacks';

/** Muon for the matrices inside the blocks, whose momentum lies in the first moment; AdamW for everything else. */
export class Muon implements Optimizer {
  private constructor(
    private readonly recipe: MuonRecipe,
    private readonly learnt: OptimizerState,
    private readonly stacks: readonly MatrixStack[],
    private readonly orthogonalization: Orthogonalization,
    private readonly rest: AdamW,
  ) {}

  static async create(
    recipe: MuonRecipe,
    layout: ParameterLayout,
    learnt: OptimizerState,
    threads: number,
    share: Share = WHOLE,
  ): Promise<Muon> {
    const matrices = hiddenMatrices(layout);
    // Stack by stack, so that a share has as many matrices of each shape as another.
    const own = stacksOf(matrices).map((stack) => ({ ...stack, offsets: dealt(stack.offsets, share) }));
    const stacks = own.filter(({ offsets }) => offsets.length > 0);
    const orthogonalization = await Orthogonalization.create(stacks, threads);
    const rest = new AdamW(recipe.adamW, learnt, piecesOf(rangesBeside(matrices, layout.length), share));
    return new Muon(recipe, learnt, stacks, orthogonalization, rest);
  }

  get ranges(): readonly Range[] {
    const ofMatrices = this.stacks.flatMap(({ rows, columns, offsets }) =>
      offsets.map((offset): Range => [offset, offset + rows * columns]),
    );
    return [...ofMatrices, ...this.rest.ranges];
  }

  get steps(): number {
    return this.rest.steps;
  }

  async update(gradients: Float32Array, learningRate: number): Promise<void> {
    const { orthogonalization, recipe } = this;
    for (const [stack, matrices] of this.zip(orthogonalization.matrices)) this.gather(stack, gradients, matrices);
    await orthogonalization.run();
    const rate = learningRate * recipe.matrixRate;
    for (const [stack, orthogonal] of this.zip(orthogonalization.orthogonal)) this.move(stack, orthogonal, rate);
    await this.rest.update(gradients, learningRate);
  }

  private zip(vectors: readonly Float32Array[]): [MatrixStack, Float32Array][] {
    return this.stacks.map((stack, index) => [stack, vectors[index] ?? new Float32Array()]);
  }

  /** Adds the gradients to the momentum, and writes where it leads (Nesterov's look ahead) to `directions`. */
  private gather({ rows, columns, offsets }: MatrixStack, gradients: Float32Array, directions: Float32Array): void {
    const { momentum } = this.recipe;
    const { firstMoment } = this.learnt;
    let to = 0;
    for (const offset of offsets) {
      for (let index = offset; index < offset + rows * columns; index++) {
        const gradient = gradients[index] ?? 0;
        const mean = momentum * (firstMoment[index] ?? 0) + (1 - momentum) * gradient;
        firstMoment[index] = mean;
        directions[to++] = momentum * mean + (1 - momentum) * gradient;
      }
    }
  }

  /** A step of the same size in every direction; a tall matrix, whose rows are shorter vectors then, goes further. */
  private move({ rows, columns, offsets }: MatrixStack, orthogonal: Float32Array, rate: number): void {
    const { parameters } = this.learnt;
    const stepSize = rate * Math.sqrt(Math.max(1, rows / columns));
    const keep = 1 - rate * this.recipe.weightDecay;
    let from = 0;
    for (const offset of offsets) {
      for (let index = offset; index < offset + rows * columns; index++) {
        parameters[index] = keep * (parameters[index] ?? 0) - stepSize * (orthogonal[from++] ?? 0);
      }
    }
  }
}
