import { loadOfMachine } from '../interleaved';
import { describePyTorch, findPyTorch, NANOGPT, type PyTorch } from '../peers/pytorch';
import {
  type BusyStepTime,
  compareBusySteps,
  compareSteps,
  inThreads,
  OURS,
  type StepTime,
  threadCounts,
} from '../stepComparison';
import { atLeast, type Figure } from '../summary';
import { printTable, times } from '../table';
import { describeWorkload, workloadOf } from '../workload';

export interface StepsOptions {
  readonly presets: readonly string[];
  readonly threads: readonly number[];
  readonly blocks: number;
  /** Also beside a process that keeps a core busy. */
  readonly busy: boolean;
}

export const STEPS_OPTIONS: StepsOptions = {
  presets: ['notebook', 'fast'],
  threads: threadCounts(),
  blocks: 8,
  busy: true,
};

/** How many times as long as ours an iteration of nanoGPT's model is to take, by preset and threads. */
const GOALS: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  notebook: { 1: 0.9, 2: 1 },
  fast: { 1: 1.1, 2: 1.1 },
};
/** Of the quiet machine's speed, beside a process that keeps a core busy. */
const SPEED_TO_KEEP = 0.5;

const COMMAND = 'npm run bench training';

/** Prints what an iteration takes, beside its peers. */
export async function stepsSection({ presets, threads, blocks, busy }: StepsOptions): Promise<Figure[]> {
  const pytorch = findPyTorch();
  console.log(`${describePyTorch(pytorch)}. Medians of interleaved blocks; load of the machine: ${loadOfMachine()}.\n`);
  const figures: Figure[] = [];
  for (const preset of presets) {
    figures.push(...(await quietSteps(preset, threads, blocks, pytorch)));
    if (busy) figures.push(...(await busySteps(preset, Math.max(...threads), Math.ceil(blocks / 2), pytorch)));
  }
  console.log(`Load of the machine after: ${loadOfMachine()}.\n`);
  return figures;
}

async function quietSteps(
  preset: string,
  threadCounts: readonly number[],
  blocks: number,
  pytorch: PyTorch | undefined,
): Promise<Figure[]> {
  const workload = workloadOf(preset);
  const byThreads: StepTime[][] = [];
  for (const threads of threadCounts) byThreads.push(await compareSteps(workload, threads, blocks, pytorch));

  console.log(`An iteration, ${describeWorkload(workload)}:`);
  const [first = []] = byThreads;
  printTable(
    ['', ...threadCounts.flatMap((threads) => [`ms, ${inThreads(threads)}`, 'times ours'])],
    first.map(({ name }, index) => [
      name,
      ...byThreads.flatMap((steps) => {
        const { milliseconds = NaN, timesOurs = NaN } = steps[index] ?? {};
        return [milliseconds.toFixed(1), times(timesOurs)];
      }),
    ]),
  );
  return threadCounts.flatMap((threads, index) => {
    const peer = byThreads[index]?.find(({ name }) => name === NANOGPT.name);
    const goal = GOALS[preset]?.[threads];
    if (!peer || goal === undefined) return [];
    const what = `speed of preset ${preset}, ${inThreads(threads)}, beside ${NANOGPT.name}`;
    return [atLeast(what, peer.timesOurs, goal, COMMAND)];
  });
}

async function busySteps(
  preset: string,
  threads: number,
  blocks: number,
  pytorch: PyTorch | undefined,
): Promise<Figure[]> {
  const steps = await compareBusySteps(workloadOf(preset), threads, blocks, pytorch);
  console.log(`Preset ${preset}, ${inThreads(threads)}, while another process keeps one core busy:`);
  printTable(
    ['', 'ms, quiet', 'ms, busy', 'speed kept'],
    steps.map(({ name, quietMilliseconds, busyMilliseconds, speedKept }) => [
      name,
      quietMilliseconds.toFixed(1),
      busyMilliseconds.toFixed(1),
      times(speedKept),
    ]),
  );
  const ours: BusyStepTime | undefined = steps.find(({ name }) => name === OURS);
  const what = `speed that preset ${preset} keeps beside a busy core, ${inThreads(threads)}`;
  return ours ? [atLeast(what, ours.speedKept, SPEED_TO_KEEP, COMMAND)] : [];
}
