import { loadTensorFlow, type TensorFlow, usesGpu } from '../../../src/training/engines/tensorflow/load';
import { findTensorFlow } from '../../../src/training/engines/tensorflow/package';
import { messageOf } from '../../../src/errors';
import { loadOfMachine } from '../interleaved';
import { atLeast, type Figure } from '../summary';
import { printTable, times } from '../table';
import { compareTensorFlow, PLAIN_TENSORFLOW } from '../tensorFlowComparison';
import { describeWorkload, workloadOf } from '../workload';

/** Prints what an iteration takes with TensorFlow.js, if it is installed. */
export async function tensorFlowSection(blocks: number): Promise<Figure[]> {
  const tf = openTensorFlow();
  if (!tf) return [];
  const steps = await compareTensorFlow(tf, blocks);
  console.log(`An iteration, ${describeWorkload(workloadOf('notebook'))}; load of the machine: ${loadOfMachine()}:`);
  printTable(
    ['', 'ms', 'times the engine', 'TensorFlow calls'],
    steps.map(({ name, milliseconds, timesEngine, calls }) => [
      name,
      milliseconds.toFixed(1),
      times(timesEngine),
      calls,
    ]),
  );
  const plain = steps.find(({ name }) => name === PLAIN_TENSORFLOW);
  const what = 'speed of the engine tensorflow beside a plain TensorFlow.js program';
  return plain ? [atLeast(what, plain.timesEngine, 1, 'npm run bench tensorflow')] : [];
}

/** Says which TensorFlow.js there is, or that there is none. */
export function openTensorFlow(): TensorFlow | undefined {
  const found = findTensorFlow();
  if (!found) {
    console.log('TensorFlow.js is not installed, so its figures are left out (npm run bench tensorflow sets it up).\n');
    return undefined;
  }
  try {
    const tf = loadTensorFlow(found);
    console.log(`${found.name} ${found.version}, on ${usesGpu(tf) ? 'a GPU' : 'the processor'}.`);
    return tf;
  } catch (error) {
    console.log(`TensorFlow.js does not load, so its figures are left out: ${messageOf(error)}\n`);
    return undefined;
  }
}
