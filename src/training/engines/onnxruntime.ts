import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelConfiguration } from '../../model/configuration';
import { parameterLayout, viewOf } from '../../model/parameters';
import { createSession, loadRuntime, type Runtime } from '../../model/runtime';
import { buildTrainingGraph, gradientName } from '../../model/trainingGraph';
import { createOptimizer, type Optimizer } from '../optimizers/optimizer';
import type { Batch, Engine, EngineRecipe, OptimizerState } from './engine';

/** Trains with ONNX Runtime: one graph computes loss and gradients, straight into the memory that AdamW reads. */
export class OnnxRuntimeEngine implements Engine {
  readonly name = 'onnxruntime';
  private readonly gradients: Float32Array;
  private readonly parameterTensors: Record<string, Tensor>;
  /** The loss, and with it a view of `gradients` for each parameter. */
  private readonly lossTensor: Tensor;
  private readonly stepOutputs: Record<string, Tensor>;

  private constructor(
    private readonly runtime: Runtime,
    configuration: ModelConfiguration,
    private readonly batchShape: readonly [batch: number, time: number],
    private readonly gradientSession: InferenceSession,
    private readonly lossSession: InferenceSession,
    private readonly learnt: OptimizerState,
    private readonly optimizer: Optimizer,
  ) {
    this.gradients = new Float32Array(learnt.parameters.length);
    this.lossTensor = new runtime.Tensor('float32', new Float32Array(1), []);
    this.parameterTensors = {};
    this.stepOutputs = { loss: this.lossTensor };
    for (const tensor of parameterLayout(configuration).tensors) {
      const view = (vector: Float32Array) => new runtime.Tensor('float32', viewOf(vector, tensor), tensor.shape);
      this.parameterTensors[tensor.name] = view(learnt.parameters);
      this.stepOutputs[gradientName(tensor.name)] = view(this.gradients);
    }
  }

  /** @param learnt where to begin; its vectors become the engine's own. */
  static async create(
    configuration: ModelConfiguration,
    { batchSize, optimizer: recipe }: EngineRecipe,
    learnt: OptimizerState,
    threads: number,
  ): Promise<OnnxRuntimeEngine> {
    const session = (gradients: boolean) =>
      createSession(buildTrainingGraph(configuration, batchSize, gradients), { threads });
    const shape = [batchSize, configuration.context_length] as const;
    const runtime = await loadRuntime();
    const optimizer = await createOptimizer(recipe, parameterLayout(configuration), learnt, threads);
    const sessions = [await session(true), await session(false)] as const;
    return new OnnxRuntimeEngine(runtime, configuration, shape, ...sessions, learnt, optimizer);
  }

  async step(batch: Batch, learningRate: number): Promise<number> {
    await this.gradientSession.run(this.inputs(batch), this.stepOutputs);
    await this.optimizer.update(this.gradients, learningRate);
    return this.loss();
  }

  async evaluate(batch: Batch): Promise<number> {
    await this.lossSession.run(this.inputs(batch), { loss: this.lossTensor });
    return this.loss();
  }

  state(): Promise<OptimizerState> {
    return Promise.resolve({ ...this.learnt, step: this.optimizer.steps });
  }

  private inputs({ tokens, targets }: Batch): Record<string, Tensor> {
    const tensor = (ids: BigInt64Array) => new this.runtime.Tensor('int64', ids, this.batchShape);
    return { tokens: tensor(tokens), targets: tensor(targets), ...this.parameterTensors };
  }

  private loss(): number {
    return Number(this.lossTensor.data[0]);
  }
}
