import type { Tensor } from '@tensorflow/tfjs-core';
import { hiddenMatrices, type ParameterLayout } from '../../../model/parameters';
import { NORM_MARGIN, POLAR_EXPRESS, SMALLEST_NORM } from '../../optimizers/orthogonalization';
import type { MuonRecipe } from '../../optimizers/recipe';
import { type MatrixStack, rangesBeside, stacksOf } from '../../optimizers/stacks';
import { adamWStep } from './adamw';
import type { TensorFlow } from './load';
import type { LearntTensors, TensorFlowOptimizer, UpdateStep } from './optimizer';

/** Muon by TensorFlow. Over the whole flat vector goes what can, with a constant for each parameter. */
export class Muon implements TensorFlowOptimizer {
  private readonly stacks: readonly MatrixStack[];
  /** Where the matrices, and what lies between them, begin in the flat vector. */
  private readonly offsets: readonly number[];
  private readonly lengths: readonly number[];
  /** Of each parameter; AdamW's is β1. */
  private readonly momentum: Tensor;
  /** 1 for what AdamW moves, 0 in the matrices. */
  private readonly rest: Tensor;
  /** Of each parameter, for a learning rate of 1. */
  private readonly decay: Tensor;

  constructor(
    private readonly tf: TensorFlow,
    private readonly recipe: MuonRecipe,
    layout: ParameterLayout,
  ) {
    const matrices = hiddenMatrices(layout);
    const ranges = rangesBeside(matrices, layout.length);
    const rest = new Float32Array(layout.length);
    for (const [begin, end] of ranges) rest.fill(1, begin, end);
    this.stacks = stacksOf(matrices);
    this.offsets = [...matrices.map(({ offset }) => offset), ...ranges.map(([begin]) => begin)].sort((a, b) => a - b);
    this.lengths = this.offsets.map((offset, index) => (this.offsets[index + 1] ?? layout.length) - offset);
    this.momentum = tf.tensor1d(rest.map((isRest) => (isRest ? recipe.adamW.beta1 : recipe.momentum)));
    this.rest = tf.tensor1d(rest);
    const { adamW, matrixRate, weightDecay } = recipe;
    this.decay = tf.tensor1d(rest.map((isRest) => (isRest ? adamW.weightDecay : matrixRate * weightDecay)));
  }

  update(learnt: LearntTensors, gradients: Tensor, step: UpdateStep): LearntTensors {
    const { tf, recipe, rest } = this;
    const { beta2 } = recipe.adamW;
    const firstMoment = this.blend(learnt.firstMoment, gradients);
    const squares = tf.mul(tf.square(gradients), tf.mul(rest, 1 - beta2));
    const secondMoment = tf.add(tf.mul(learnt.secondMoment, beta2), squares);

    // Nesterov's look ahead: where the momentum leads from here.
    const directions = tf.split(this.blend(firstMoment, gradients), [...this.lengths]);
    const moves = tf.split(adamWStep(tf, recipe.adamW, firstMoment, secondMoment, step), [...this.lengths]);
    for (const stack of this.stacks) this.orthogonalize(stack, directions, moves, step.learningRate);

    const decayed = tf.mul(learnt.parameters, tf.sub(1, tf.mul(this.decay, step.learningRate)));
    const parameters = tf.sub(decayed, tf.concat(moves));
    return { parameters, firstMoment, secondMoment };
  }

  /** The running mean with one more value. */
  private blend(mean: Tensor, value: Tensor): Tensor {
    const { tf, momentum } = this;
    return tf.add(value, tf.mul(momentum, tf.sub(mean, value)));
  }

  /** Puts the moves of a stack's matrices in their places among `moves`. */
  private orthogonalize(
    stack: MatrixStack,
    directions: readonly Tensor[],
    moves: Tensor[],
    learningRate: number,
  ): void {
    const { tf, recipe } = this;
    const { rows, columns } = stack;
    const places = stack.offsets.map((offset) => this.offsets.indexOf(offset));
    const matrices = tf.concat(places.map((place) => directions[place] ?? tf.tensor1d([])));
    const orthogonal = orthogonalize(tf, tf.reshape(matrices, [-1, rows, columns]), rows <= columns);
    const stepSize = learningRate * recipe.matrixRate * Math.sqrt(Math.max(1, rows / columns));
    const scaled = tf.reshape(tf.mul(orthogonal, stepSize), [-1]);
    tf.split(scaled, places.length).forEach((move, index) => (moves[places[index] ?? -1] = move));
  }
}

/** As `Orthogonalization`: (matrices, rows, columns). */
function orthogonalize(tf: TensorFlow, matrices: Tensor, wide: boolean): Tensor {
  const squares = tf.sum(tf.square(matrices), [1, 2], true);
  let x = tf.div(matrices, tf.add(tf.mul(tf.sqrt(squares), NORM_MARGIN), SMALLEST_NORM));
  for (const [a, b, c] of POLAR_EXPRESS) {
    const gram = wide ? tf.matMul(x, x, false, true) : tf.matMul(x, x, true);
    const factor = tf.add(tf.mul(gram, b), tf.mul(tf.matMul(gram, gram), c));
    const moved = wide ? tf.matMul(factor, x) : tf.matMul(x, factor);
    x = tf.add(tf.mul(x, a), moved);
  }
  return x;
}
