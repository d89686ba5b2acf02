// What an iteration of training takes with TensorFlow.js, beside ONNX Runtime and a plain TensorFlow.js program.
// `npm run bench tensorflow [BLOCKS]` measures blocks of each in turn, so that a noisy machine disturbs all alike, and counts
// the calls that TensorFlow gets. `npm run bench tensorflow memory [STEPS]` watches tensors and memory over a longer training.
import os from 'node:os';
import { Random } from '../../src/random';
import { OnnxRuntimeEngine } from '../../src/training/engines/onnxruntime';
import { TensorFlowEngine } from '../../src/training/engines/tensorflow/engine';
import { loadTensorFlow, type TensorFlow, usesGpu } from '../../src/training/engines/tensorflow/load';
import { findTensorFlow } from '../../src/training/engines/tensorflow/package';
import { configuration, initialState, recipe, stepsOf } from './notebookTraining';
import { loadOfMachine, measure } from './interleaved';
import { PlainTensorFlow } from './plainTensorFlow';
import { median, rounded } from './statistics';

const MEGABYTE = 2 ** 20;
/** Until the first iterations have made what stays. */
const SETTLING_STEPS = 50;
const READINGS = 5;

async function main(args: readonly string[]): Promise<void> {
  const found = findTensorFlow();
  if (!found) throw new Error('TensorFlow.js is not installed.');
  const tf = loadTensorFlow(found);
  console.log(`${found.name} ${found.version}, on ${usesGpu(tf) ? 'a GPU' : 'the processor'}.`);
  console.log(`A batch of ${recipe.batchSize} × ${recipe.contextLength}, preset ${recipe.preset}.`);
  const [first, second] = args;
  if (first === 'memory') await watchMemory(tf, Number(second ?? 1000));
  else await compareSpeed(tf, Number(first ?? 12));
}

async function compareSpeed(tf: TensorFlow, blocks: number): Promise<void> {
  const threads = os.availableParallelism();
  const random = new Random(1);
  const learners = {
    'engine tensorflow': new TensorFlowEngine(tf, configuration, recipe, initialState(random)),
    'plain TensorFlow.js': new PlainTensorFlow(tf, configuration),
    [`engine onnxruntime, ${threads} threads`]: await OnnxRuntimeEngine.create(
      configuration,
      recipe,
      initialState(random),
      threads,
    ),
  };
  const runs = Object.values(learners).map((learner) => stepsOf(learner, new Random(1)));

  console.log(`Load of the machine before: ${loadOfMachine()}`);
  const times = await measure(runs, blocks);
  const [ours = []] = times;
  const table: Record<string, unknown> = {};
  for (const [index, name] of Object.keys(learners).entries()) {
    const theirs = times[index] ?? [];
    const ratios = theirs.map((block, turn) => median(block) / median(ours[turn] ?? []));
    table[name] = {
      'ms (median)': rounded(median(theirs.flat()), 1),
      'times engine tensorflow': rounded(median(ratios), 2),
      'TensorFlow calls': await countCalls(tf, () => runs[index]?.(1)),
    };
  }
  console.table(table);
  console.log(`Load of the machine after: ${loadOfMachine()}`);
}

/** How many operations TensorFlow is asked for. Each has its fixed cost, which on a GPU is most of a small model's time. */
async function countCalls(tf: TensorFlow, run: () => Promise<unknown> | undefined): Promise<number> {
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

async function watchMemory(tf: TensorFlow, steps: number): Promise<void> {
  const random = new Random(1);
  const run = stepsOf(new TensorFlowEngine(tf, configuration, recipe, initialState(random)), random);
  await run(SETTLING_STEPS);
  const table: Record<number, Memory> = { [SETTLING_STEPS]: memory(tf) };
  for (let reading = 1; reading <= READINGS; reading++) {
    await run(steps / READINGS);
    table[SETTLING_STEPS + (reading * steps) / READINGS] = memory(tf);
  }
  console.log('After so many iterations:');
  console.table(table);
}

interface Memory {
  readonly tensors: number;
  readonly 'resident, MB': number;
  /** Of it; it grows and shrinks as garbage is collected. */
  readonly 'JavaScript heap, MB': number;
}

function memory(tf: TensorFlow): Memory {
  const { rss, heapTotal } = process.memoryUsage();
  return {
    tensors: tf.memory().numTensors,
    'resident, MB': Math.round(rss / MEGABYTE),
    'JavaScript heap, MB': Math.round(heapTotal / MEGABYTE),
  };
}

void main(process.argv.slice(2));
