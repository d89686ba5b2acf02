import type { OptimizerRecipe } from '../optimizers/recipe';
import type { EngineName } from '../types';

/** Windows of text and their successors, token by token: each (batchSize · contextLength). */
export interface Batch {
  readonly tokens: BigInt64Array;
  readonly targets: BigInt64Array;
}

/** All that an engine learns; with it, a training can go on, on any engine. The vectors have the parameters' layout. */
export interface OptimizerState {
  readonly parameters: Float32Array;
  /** AdamW's running mean of the gradients. */
  readonly firstMoment: Float32Array;
  /** AdamW's running mean of their squares. */
  readonly secondMoment: Float32Array;
  /** Updates made so far. */
  readonly step: number;
}

/** What an engine needs to know of a recipe. */
export interface EngineRecipe {
  /** Windows of text in a batch. */
  readonly batchSize: number;
  readonly optimizer: OptimizerRecipe;
}

/** Computes a training. Engines draw nothing at random, and agree with each other in value. */
export interface Engine {
  readonly name: EngineName;
  /** One update. @returns the mean loss of the batch before it, in nats. */
  step(batch: Batch, learningRate: number): Promise<number>;
  /** The mean loss of a batch, in nats. */
  evaluate(batch: Batch): Promise<number>;
  /** What has been learnt so far. The vectors may be the engine's own, which the next step changes. */
  state(): Promise<OptimizerState>;
}
