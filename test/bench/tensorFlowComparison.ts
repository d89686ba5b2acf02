import os from 'node:os';
import { Random } from '../../src/random';
import { TensorFlowEngine } from '../../src/training/engines/tensorflow/engine';
import type { TensorFlow } from '../../src/training/engines/tensorflow/load';
import { measure, medianRatio } from './interleaved';
import { PlainTensorFlow } from './peers/plainTensorFlow';
import { median } from './statistics';
import { initialState, ourSteps, stepsOf, workloadOf } from './workload';

/** An iteration of the preset `notebook`. */
export interface TensorFlowStep {
  readonly name: string;
  /** The median. */
  readonly milliseconds: number;
  /** How many times as long as the engine `tensorflow` it takes, in the same turns. */
  readonly timesEngine: number;
  /** Operations that TensorFlow is asked for. */
  readonly calls: number;
}

export const PLAIN_TENSORFLOW = 'plain TensorFlow.js';

/** The engine `tensorflow`, a plain TensorFlow.js program, and the engine `onnxruntime`, in turns. */
export async function compareTensorFlow(tf: TensorFlow, blocks: number): Promise<TensorFlowStep[]> {
  const threads = os.availableParallelism();
  const workload = workloadOf('notebook');
  const { recipe, configuration } = workload;
  const engine = new TensorFlowEngine(tf, configuration, recipe, initialState(configuration, new Random(1)));
  const contestants = [
    { name: 'engine tensorflow', run: stepsOf(engine, recipe, new Random(1)) },
    { name: PLAIN_TENSORFLOW, run: stepsOf(new PlainTensorFlow(tf, configuration), recipe, new Random(1)) },
    { name: `engine onnxruntime, ${threads} threads`, run: await ourSteps(workload, threads) },
  ];
  const times = await measure(
    contestants.map(({ run }) => run),
    blocks,
  );
  const [ours = []] = times;
  const steps: TensorFlowStep[] = [];
  for (const [index, { name, run }] of contestants.entries()) {
    const theirs = times[index] ?? [];
    const calls = await countCalls(tf, () => run(1));
    steps.push({ name, milliseconds: median(theirs.flat()), timesEngine: medianRatio(theirs, ours), calls });
  }
  return steps;
}

/** How many operations TensorFlow is asked for. Each has its fixed cost, which on a GPU is most of a small model's time. */
async function countCalls(tf: TensorFlow, run: () => Promise<unknown>): Promise<number> {
  const backend = tf.backend() as unknown as { binding: { executeOp: (...args: unknown[]) => unknown } };
  const { binding } = backend;
  let calls = 0;
  const executeOp = (...args: unknown[]): unknown => {
    calls++;
    return binding.executeOp(...args);
  };
  backend.binding = Object.create(binding, { executeOp: { value: executeOp } }) as typeof binding;
  await run();
  backend.binding = binding;
  return calls;
}
