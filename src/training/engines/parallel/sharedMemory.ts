import type { Batch, OptimizerState } from '../engine';

/** What the members of a crew see in common. All of it is shared, so it can be handed to a thread as it is. */
export interface SharedMemory {
  readonly control: Int32Array;
  /** The batch, window by window. */
  readonly batch: Batch;
  /** One number: the learning rate of the update. */
  readonly learningRate: Float64Array;
  readonly parameters: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
  /** Of each shard of the batch, with the parameters' layout; those of the batch are their sum. */
  readonly gradients: readonly Float32Array[];
  /** Of each shard, in nats; the batch's is their sum. */
  readonly losses: Float64Array;
}

/** @param tokens of a batch. @param shards that it is divided into, each as large as the others */
export function shareMemory(learnt: OptimizerState, tokens: number, shards: number): SharedMemory {
  const { length } = learnt.parameters;
  const float32 = () => new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
  const float64 = (size: number) => new Float64Array(new SharedArrayBuffer(size * Float64Array.BYTES_PER_ELEMENT));
  const ids = () => new BigInt64Array(new SharedArrayBuffer(tokens * BigInt64Array.BYTES_PER_ELEMENT));
  const copyOf = (vector: Float32Array) => {
    const copy = float32();
    copy.set(vector);
    return copy;
  };
  return {
    control: new Int32Array(new SharedArrayBuffer(Object.keys(CONTROL).length * Int32Array.BYTES_PER_ELEMENT)),
    batch: { tokens: ids(), targets: ids() },
    learningRate: float64(1),
    parameters: copyOf(learnt.parameters),
    firstMoment: copyOf(learnt.firstMoment),
    secondMoment: copyOf(learnt.secondMoment),
    gradients: Array.from({ length: shards }, float32),
    losses: float64(shards),
  };
}

/** Where in `control` stands what. */
export const CONTROL = {
  /** Counts the orders; a change is what the threads wait for. */
  order: 0,
  /** Of the order: what is to be done. */
  task: 1,
  /** Of the order: the first shard that nobody has taken. */
  nextShard: 2,
  /** Of the order: how many threads are not done. */
  busy: 3,
} as const;

/** What can be ordered. */
export const TASK = { gradients: 0, losses: 1, update: 2 } as const;
export type Task = (typeof TASK)[keyof typeof TASK];
