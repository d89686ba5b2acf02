import os from 'node:os';

/** Trains so many iterations. Returns what each took, in milliseconds. */
export type Run = (count: number) => Promise<readonly number[]>;

const STEPS_IN_BLOCK = 15;
const WARM_UP_STEPS = 10;

/** Lets each have its blocks, turn by turn, so that a noisy machine disturbs all alike. Returns the times: (runs, blocks, iterations). */
export async function measure(runs: readonly Run[], blocks: number): Promise<(readonly number[])[][]> {
  for (const run of runs) await run(WARM_UP_STEPS);
  const times = runs.map((): (readonly number[])[] => []);
  for (let block = 0; block < blocks; block++) {
    for (const [index, run] of runs.entries()) times[index]?.push(await run(STEPS_IN_BLOCK));
  }
  return times;
}

/** Processes that wanted to run, on average, in the last minute and the last five. */
export function loadOfMachine(): string {
  return os
    .loadavg()
    .slice(0, 2)
    .map((average) => average.toFixed(1))
    .join(', ');
}
