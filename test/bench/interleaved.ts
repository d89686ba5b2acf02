import os from 'node:os';
import { median } from './statistics';

/** Trains so many iterations. Returns what each took, in milliseconds. */
export type Run = (count: number) => Promise<readonly number[]>;

const STEPS_IN_BLOCK = 8;

/** What an iteration took: a list a block. */
export type Blocks = readonly (readonly number[])[];

/** Lets each have its blocks, turn by turn after one to warm up, so that a noisy machine disturbs all alike. */
export async function measure(
  runs: readonly Run[],
  blocks: number,
  stepsInBlock = STEPS_IN_BLOCK,
): Promise<readonly Blocks[]> {
  for (const run of runs) await run(stepsInBlock);
  const times = runs.map((): (readonly number[])[] => []);
  for (let block = 0; block < blocks; block++) {
    for (const [index, run] of runs.entries()) times[index]?.push(await run(stepsInBlock));
  }
  return times;
}

/** How many times as long the first took as the second: the median over the turns, each of which a noisy machine disturbs alike. */
export function medianRatio(first: Blocks, second: Blocks): number {
  return median(first.map((block, turn) => median(block) / median(second[turn] ?? [])));
}

/** Processes that wanted to run, on average, in the last minute and the last five. */
export function loadOfMachine(): string {
  return os
    .loadavg()
    .slice(0, 2)
    .map((average) => average.toFixed(1))
    .join(', ');
}
