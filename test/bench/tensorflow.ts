// What an iteration of training takes with TensorFlow.js, beside ONNX Runtime and a plain TensorFlow.js program.
// `npm run bench tensorflow [BLOCKS]` measures blocks of each in turn, so that a noisy machine disturbs all alike, and counts
// the calls that TensorFlow gets. `npm run bench tensorflow memory [STEPS]` watches tensors and memory over a longer training.
import { Random } from '../../src/random';
import { TensorFlowEngine } from '../../src/training/engines/tensorflow/engine';
import type { TensorFlow } from '../../src/training/engines/tensorflow/load';
import { openTensorFlow, tensorFlowSection } from './sections/tensorFlow';
import { printSummary } from './summary';
import { initialState, stepsOf, workloadOf } from './workload';

const MEGABYTE = 2 ** 20;
/** Until the first iterations have made what stays. */
const SETTLING_STEPS = 50;
const READINGS = 5;

async function main([first, second]: readonly string[]): Promise<void> {
  if (first === 'memory') {
    const tf = openTensorFlow();
    if (tf) await watchMemory(tf, Number(second ?? 1000));
  } else printSummary(await tensorFlowSection(Number(first ?? 12)));
}

async function watchMemory(tf: TensorFlow, steps: number): Promise<void> {
  const { recipe, configuration } = workloadOf('notebook');
  const engine = new TensorFlowEngine(tf, configuration, recipe, initialState(configuration, new Random(1)));
  const run = stepsOf(engine, recipe, new Random(1));
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
