// What an iteration of training takes, beside its peers in PyTorch, on a quiet machine and beside a busy process.
// `npm run bench training [-- --preset NAME --threads N --blocks N]` measures blocks of each in turn, so that a noisy machine
// disturbs all alike. PyTorch is optional: PYTHON names a Python that has it.
import { parseArgs } from 'node:util';
import { loadOfMachine } from './interleaved';
import { describePyTorch, findPyTorch, type PyTorch } from './peers/pytorch';
import { compareBusySteps, compareSteps, threadCounts } from './stepComparison';
import { printTable, times } from './table';
import { describeWorkload, workloadOf } from './workload';

const OPTIONS = {
  preset: { type: 'string', multiple: true },
  threads: { type: 'string', multiple: true },
  blocks: { type: 'string', default: '8' },
  /** Only on a quiet machine. */
  quiet: { type: 'boolean', default: false },
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  const threads = values.threads?.map(Number) ?? threadCounts();
  const pytorch = findPyTorch();
  console.log(`${describePyTorch(pytorch)}. Medians of interleaved blocks; load of the machine: ${loadOfMachine()}.\n`);
  for (const preset of values.preset ?? ['notebook', 'fast']) {
    await printComparison(preset, threads, Number(values.blocks), pytorch);
    if (!values.quiet) await printBusyComparison(preset, Math.max(...threads), Number(values.blocks) / 2, pytorch);
  }
  console.log(`Load of the machine after: ${loadOfMachine()}.`);
}

async function printComparison(
  preset: string,
  threadCounts: readonly number[],
  blocks: number,
  pytorch: PyTorch | undefined,
): Promise<void> {
  const workload = workloadOf(preset);
  const columns: (readonly (string | number)[])[] = [];
  let names: string[] = [];
  for (const threads of threadCounts) {
    const steps = await compareSteps(workload, threads, blocks, pytorch);
    names = steps.map(({ name }) => name);
    columns.push(steps.map(({ milliseconds }) => milliseconds.toFixed(1)));
    columns.push(steps.map(({ timesOurs }) => times(timesOurs)));
  }
  console.log(`An iteration, ${describeWorkload(workload)}:`);
  printTable(
    ['', ...threadCounts.flatMap((threads) => [`ms, ${inThreads(threads)}`, 'times ours'])],
    names.map((name, index) => [name, ...columns.map((column) => column[index])]),
  );
}

async function printBusyComparison(
  preset: string,
  threads: number,
  blocks: number,
  pytorch: PyTorch | undefined,
): Promise<void> {
  const steps = await compareBusySteps(workloadOf(preset), threads, blocks, pytorch);
  console.log(`Preset ${preset}, ${inThreads(threads)}, while another process keeps one core busy:`);
  printTable(
    ['', 'ms, quiet', 'ms, busy', 'speed kept'],
    steps.map(({ name, quietMilliseconds, busyMilliseconds, speedKept }) => [
      name,
      quietMilliseconds.toFixed(1),
      busyMilliseconds.toFixed(1),
      `${Math.round(100 * speedKept)} %`,
    ]),
  );
}

function inThreads(threads: number): string {
  return threads === 1 ? '1 thread' : `${threads} threads`;
}

void main();
