import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { causalMask, TRAINING_MASK } from '../../../model/causalMask';
import type { ModelConfiguration } from '../../../model/configuration';
import { mapParameters, type ParameterLayout, parameterLayout } from '../../../model/parameters';
import { transformer } from '../../../model/transformer';
import type { Batch, Engine, EngineRecipe, OptimizerState } from '../engine';
import { explainFailure } from './failures';
import type { TensorFlow } from './load';
import { createOptimizer } from './createOptimizer';
import type { LearntTensors, TensorFlowOptimizer } from './optimizer';
import { type BatchContext, tensorFlowOperations } from './operations';
import { rotationOf } from './rotation';

/**
 * Trains with TensorFlow.js, on a GPU where it has one. The parameters are one flat vector, and so are their moments: a
 * step cuts it into tensors and joins the gradients again, so that AdamW makes a few calls, however many tensors there are.
 */
export class TensorFlowEngine implements Engine {
  readonly name = 'tensorflow';
  private readonly layout: ParameterLayout;
  private readonly constants: Pick<BatchContext, 'mask' | 'averageColumn' | 'rotation'>;
  private learnt: LearntTensors;
  private steps: number;
  private readonly optimizer: TensorFlowOptimizer;

  /** @param state where to begin; its vectors are copied. @throws EngineError if the GPU has no memory for them. */
  constructor(
    private readonly tensorFlow: TensorFlow,
    private readonly configuration: ModelConfiguration,
    { optimizer }: Pick<EngineRecipe, 'optimizer'>,
    state: OptimizerState,
  ) {
    const vector = (values: Float32Array): Tensor1D => tensorFlow.tensor1d(values.slice());
    this.layout = parameterLayout(configuration);
    this.constants = constantsOf(tensorFlow, configuration);
    this.learnt = {
      parameters: vector(state.parameters),
      firstMoment: vector(state.firstMoment),
      secondMoment: vector(state.secondMoment),
    };
    this.steps = state.step;
    this.optimizer = createOptimizer(tensorFlow, optimizer, this.layout);
  }

  async step(batch: Batch, learningRate: number): Promise<number> {
    const { tensorFlow: tf, learnt } = this;
    return await this.computeLoss(() => {
      const { loss, gradients } = this.lossAndGradients(batch);
      this.steps += 1;
      this.learnt = this.optimizer.update(learnt, gradients, { learningRate, number: this.steps });
      tensorsOf(this.learnt).forEach((tensor) => tf.keep(tensor));
      tf.dispose(tensorsOf(learnt));
      return loss;
    });
  }

  async evaluate(batch: Batch): Promise<number> {
    return await this.computeLoss(() => this.loss(batch, this.parameterTensors()));
  }

  async state(): Promise<OptimizerState> {
    const { parameters, firstMoment, secondMoment } = this.learnt;
    const read = async (tensor: Tensor) => (await tensor.data()) as Float32Array;
    return {
      parameters: await read(parameters),
      firstMoment: await read(firstMoment),
      secondMoment: await read(secondMoment),
      step: this.steps,
    };
  }

  /** Frees every other tensor that `compute` makes, and waits for nothing but the loss. */
  private async computeLoss(compute: () => Tensor): Promise<number> {
    try {
      const loss = this.tensorFlow.tidy(compute);
      const [value = NaN] = await loss.data();
      loss.dispose();
      return value;
    } catch (error) {
      throw explainFailure(error);
    }
  }

  /** The gradients are one flat vector, like the parameters. */
  private lossAndGradients(batch: Batch): { loss: Tensor; gradients: Tensor } {
    const { tensorFlow: tf } = this;
    const lossOf = tf.valueAndGrads((...tensors) => this.loss(batch, tensors));
    const { value, grads } = lossOf(this.parameterTensors());
    const flat = grads.map((gradient) => (gradient.rank === 1 ? gradient : tf.reshape(gradient, [-1])));
    return { loss: value, gradients: tf.concat(flat) };
  }

  /** The parameters cut into tensors, in the layout's order. */
  private parameterTensors(): Tensor[] {
    const { tensorFlow: tf, layout, learnt } = this;
    const lengths = layout.tensors.map(({ length }) => length);
    const parts = tf.split(learnt.parameters, lengths);
    return parts.map((part, index) => {
      const { shape = [] } = layout.tensors[index] ?? {};
      return shape.length === 1 ? part : tf.reshape(part, [...shape]);
    });
  }

  /** @param tensors as of `parameterTensors` */
  private loss(batch: Batch, tensors: readonly Tensor[]): Scalar {
    const { tensorFlow, configuration, layout, constants } = this;
    const tokens = this.oneHot(batch.tokens);
    const targets = this.oneHot(batch.targets);
    const operations = tensorFlowOperations({ tensorFlow, configuration, tokens, targets, ...constants });
    const byName = new Map(tensors.map((tensor, index) => [layout.tensors[index]?.name, tensor]));
    const parameters = mapParameters(layout, ({ name }) => {
      const tensor = byName.get(name);
      if (!tensor) throw new Error(`The parameter ${name} has no tensor.`);
      return tensor;
    });
    return operations.crossEntropy(transformer(operations, configuration, parameters)) as Scalar;
  }

  private oneHot(ids: BigInt64Array): Tensor2D {
    const { tensorFlow: tf, configuration } = this;
    const indices = tf.tensor1d(Int32Array.from(ids, Number), 'int32');
    return tf.oneHot(indices, configuration.vocab_size, 1, 0, 'float32') as Tensor2D;
  }
}

function constantsOf(
  tf: TensorFlow,
  configuration: ModelConfiguration,
): Pick<BatchContext, 'mask' | 'averageColumn' | 'rotation'> {
  const { context_length, d_embed } = configuration;
  return {
    mask: tf.tensor2d(causalMask(context_length, TRAINING_MASK), [context_length, context_length]),
    averageColumn: tf.fill([d_embed, 1], 1 / d_embed),
    rotation: rotationOf(tf, configuration),
  };
}

function tensorsOf({ parameters, firstMoment, secondMoment }: LearntTensors): Tensor[] {
  return [parameters, firstMoment, secondMoment];
}
