import type { ModelConfiguration } from '../../model/configuration';
import { parameterLayout } from '../../model/parameters';
import type { RuntimeOptions } from '../../model/runtime';
import { createOptimizer } from '../optimizers/create';
import type { Optimizer } from '../optimizers/optimizer';
import type { ExecutionProvider } from '../types';
import { BatchSession, type BatchSessionMemory } from './batchSession';
import type { Batch, Engine, EngineRecipe, OptimizerState } from './engine';

export interface OnnxRuntimeOptions {
  /** What computes the gradients; the processor, unless it is named. Everything else is always the processor's. */
  readonly provider?: ExecutionProvider | undefined;
  /** Called if the provider fails in the middle of a training, after `step` updates; the processor takes its place. */
  readonly onProviderFailure?: (error: unknown, step: number) => void;
}

/** Trains with ONNX Runtime: one graph computes loss and gradients, straight into the memory that the optimizer reads. */
export class OnnxRuntimeEngine implements Engine {
  readonly name = 'onnxruntime';

  private constructor(
    private readonly gradients: Float32Array,
    private gradientSession: BatchSession,
    private readonly lossSession: BatchSession,
    private readonly learnt: OptimizerState,
    private readonly optimizer: Optimizer,
    /** Opens a session for the gradients on the processor; undefined if they are computed there already. */
    private fallBack: ((error: unknown) => Promise<BatchSession>) | undefined,
  ) {}

  /**
   * @param learnt where to begin; its vectors become the engine's own.
   * @throws what the provider says, if it is not available or cannot run the graph
   */
  static async create(
    configuration: ModelConfiguration,
    { batchSize, optimizer: recipe }: EngineRecipe,
    learnt: OptimizerState,
    threads: number,
    { provider, onProviderFailure = () => undefined }: OnnxRuntimeOptions = {},
  ): Promise<OnnxRuntimeEngine> {
    const { parameters } = learnt;
    const gradients = new Float32Array(parameters.length);
    const session = (memory: BatchSessionMemory, options: RuntimeOptions = { threads }) =>
      BatchSession.create(configuration, batchSize, memory, options);
    const optimizer = await createOptimizer(recipe, parameterLayout(configuration), learnt, threads);
    const fallBack = (error: unknown) => {
      onProviderFailure(error, optimizer.steps);
      return session({ parameters, gradients });
    };
    return new OnnxRuntimeEngine(
      gradients,
      await session({ parameters, gradients }, { threads, provider }),
      await session({ parameters }),
      learnt,
      optimizer,
      provider === undefined ? undefined : fallBack,
    );
  }

  async step(batch: Batch, learningRate: number): Promise<number> {
    const loss = await this.computeGradients(batch);
    await this.optimizer.update(this.gradients, learningRate);
    return loss;
  }

  async evaluate(batch: Batch): Promise<number> {
    return await this.lossSession.run(batch);
  }

  state(): Promise<OptimizerState> {
    return Promise.resolve({ ...this.learnt, step: this.optimizer.steps });
  }

  private async computeGradients(batch: Batch): Promise<number> {
    try {
      return await this.gradientSession.run(batch);
    } catch (error) {
      if (!this.fallBack) throw error;
      // Nothing has been learnt from the batch yet, so it is computed again.
      this.gradientSession = await this.fallBack(error);
      this.fallBack = undefined;
      return await this.gradientSession.run(batch);
    }
  }
}
