import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelConfiguration } from '../../model/configuration';
import { parameterLayout, viewOf } from '../../model/parameters';
import { createSession, loadRuntime, type Runtime } from '../../model/runtime';
import { buildTrainingGraph, gradientName } from '../../model/trainingGraph';
import { AdamW } from '../adamw';
import type { Batch, Engine, OptimizerState } from './engine';

/** Trains with ONNX Runtime: one graph computes loss and gradients, straight into the memory that AdamW reads. */
export class OnnxRuntimeEngine implements Engine {
  readonly name = 'onnxruntime';
  private readonly optimizer: AdamW;
  private readonly parameters: Float32Array;
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
    state: OptimizerState,
  ) {
    this.parameters = state.parameters;
    this.gradients = new Float32Array(state.parameters.length);
    this.optimizer = new AdamW(state.firstMoment, state.secondMoment, state.step);
    this.lossTensor = new runtime.Tensor('float32', new Float32Array(1), []);
    this.parameterTensors = {};
    this.stepOutputs = { loss: this.lossTensor };
    for (const tensor of parameterLayout(configuration).tensors) {
      const view = (vector: Float32Array) => new runtime.Tensor('float32', viewOf(vector, tensor), tensor.shape);
      this.parameterTensors[tensor.name] = view(this.parameters);
      this.stepOutputs[gradientName(tensor.name)] = view(this.gradients);
    }
  }

  /** @param state where to begin; its vectors become the engine's own. */
  static async create(
    configuration: ModelConfiguration,
    batchSize: number,
    state: OptimizerState,
    threads: number,
  ): Promise<OnnxRuntimeEngine> {
    const session = (gradients: boolean) =>
      createSession(buildTrainingGraph(configuration, batchSize, gradients), { threads });
    const shape = [batchSize, configuration.context_length] as const;
    const runtime = await loadRuntime();
    return new OnnxRuntimeEngine(runtime, configuration, shape, await session(true), await session(false), state);
  }

  async step(batch: Batch, learningRate: number): Promise<number> {
    await this.gradientSession.run(this.inputs(batch), this.stepOutputs);
    this.optimizer.update(this.parameters, this.gradients, learningRate);
    return this.loss();
  }

  async evaluate(batch: Batch): Promise<number> {
    await this.lossSession.run(this.inputs(batch), { loss: this.lossTensor });
    return this.loss();
  }

  state(): Promise<OptimizerState> {
    const { firstMoment, secondMoment, steps } = this.optimizer;
    return Promise.resolve({ parameters: this.parameters, firstMoment, secondMoment, step: steps });
  }

  private inputs({ tokens, targets }: Batch): Record<string, Tensor> {
    const tensor = (ids: BigInt64Array) => new this.runtime.Tensor('int64', ids, this.batchShape);
    return { tokens: tensor(tokens), targets: tensor(targets), ...this.parameterTensors };
  }

  private loss(): number {
    return Number(this.lossTensor.data[0]);
  }
}
