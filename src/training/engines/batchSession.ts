import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelConfiguration } from '../../model/configuration';
import { parameterLayout, viewOf } from '../../model/parameters';
import { createSession, loadRuntime, type Runtime, type RuntimeOptions } from '../../model/runtime';
import { buildTrainingGraph, gradientName } from '../../model/trainingGraph';
import type { Batch } from './engine';

export interface BatchSessionMemory {
  /** Read at each run. */
  readonly parameters: Float32Array;
  /** Written at each run, with the parameters' layout; without it, only the loss is computed. */
  readonly gradients?: Float32Array;
}

/** Computes the loss of batches, and their gradients straight into the memory that the optimizer reads. */
export class BatchSession {
  private readonly lossTensor: Tensor;
  private readonly parameterTensors: Record<string, Tensor>;
  /** The loss, and with it a view of the gradients for each parameter. */
  private readonly outputs: Record<string, Tensor>;

  private constructor(
    private readonly runtime: Runtime,
    private readonly session: InferenceSession,
    configuration: ModelConfiguration,
    private readonly batchShape: readonly [batch: number, time: number],
    { parameters, gradients }: BatchSessionMemory,
  ) {
    this.lossTensor = new runtime.Tensor('float32', new Float32Array(1), []);
    this.parameterTensors = {};
    this.outputs = { loss: this.lossTensor };
    for (const tensor of parameterLayout(configuration).tensors) {
      const view = (vector: Float32Array) => new runtime.Tensor('float32', viewOf(vector, tensor), tensor.shape);
      this.parameterTensors[tensor.name] = view(parameters);
      if (gradients) this.outputs[gradientName(tensor.name)] = view(gradients);
    }
  }

  /**
   * @param batchSize in windows
   * @param options what the runtime is told, and how many windows the whole has if the batches are parts of larger ones
   * @throws what the options' provider says, if it is not available or cannot run the graph.
   */
  static async create(
    configuration: ModelConfiguration,
    batchSize: number,
    memory: BatchSessionMemory,
    { whole = batchSize, ...options }: RuntimeOptions & { readonly whole?: number },
  ): Promise<BatchSession> {
    const graph = buildTrainingGraph(configuration, batchSize, memory.gradients !== undefined, whole);
    const session = await createSession(graph, options);
    const shape = [batchSize, configuration.context_length] as const;
    return new BatchSession(await loadRuntime(), session, configuration, shape, memory);
  }

  /** @returns the mean loss of the batch, or its part of the whole's, in nats. */
  async run({ tokens, targets }: Batch): Promise<number> {
    const tensor = (ids: BigInt64Array) => new this.runtime.Tensor('int64', ids, this.batchShape);
    const inputs = { tokens: tensor(tokens), targets: tensor(targets), ...this.parameterTensors };
    await this.session.run(inputs, this.outputs);
    return Number(this.lossTensor.data[0]);
  }
}
