import os from 'node:os';
import { besideBusyCore } from './busyCore';
import { type Blocks, measure, medianRatio, type Run } from './interleaved';
import { NANOGPT, NANOGPT_MUON, NOTEBOOK, type PyTorch, type PyTorchPeer, PyTorchSteps } from './peers/pytorch';
import { median } from './statistics';
import { ourSteps, type Workload } from './workload';

/** Who is measured beside us, by preset. */
export const PEERS: Readonly<Record<string, readonly PyTorchPeer[]>> = {
  notebook: [NANOGPT, NOTEBOOK],
  fast: [NANOGPT, NANOGPT_MUON],
};

/** One, two, and as many as the machine has. */
export function threadCounts(): number[] {
  const processors = os.availableParallelism();
  return [...new Set([1, 2, processors])].filter((threads) => threads <= processors);
}

export function inThreads(threads: number): string {
  return threads === 1 ? '1 thread' : `${threads} threads`;
}

/** An iteration of one program. */
export interface StepTime {
  readonly name: string;
  /** The median. */
  readonly milliseconds: number;
  /** How many times as long as ours it takes, in the same turns. */
  readonly timesOurs: number;
}

export const OURS = 'MyGPT';

/** What an iteration takes us, and after us each of the workload's peers; us alone where there is no PyTorch. */
export async function compareSteps(
  workload: Workload,
  threads: number,
  blocks: number,
  pytorch: PyTorch | undefined,
): Promise<StepTime[]> {
  return await withContestants(workload, threads, pytorch, async (names, runs) => {
    const times = await measure(runs, blocks);
    const [ours = []] = times;
    return times.map((theirs, index) => ({
      name: names[index] ?? '',
      milliseconds: medianOf(theirs),
      timesOurs: medianRatio(theirs, ours),
    }));
  });
}

/** An iteration on a quiet machine and beside a process that keeps a core busy. */
export interface BusyStepTime {
  readonly name: string;
  readonly quietMilliseconds: number;
  readonly busyMilliseconds: number;
  /** Of the quiet machine's speed. */
  readonly speedKept: number;
}

export async function compareBusySteps(
  workload: Workload,
  threads: number,
  blocks: number,
  pytorch: PyTorch | undefined,
): Promise<BusyStepTime[]> {
  return await withContestants(workload, threads, pytorch, async (names, runs) => {
    const times = await measure([...runs, ...runs.map(besideBusyCore)], blocks);
    return names.map((name, index) => {
      const [quiet = [], busy = []] = [times[index], times[index + names.length]];
      return {
        name,
        quietMilliseconds: medianOf(quiet),
        busyMilliseconds: medianOf(busy),
        speedKept: medianRatio(quiet, busy),
      };
    });
  });
}

async function withContestants<T>(
  workload: Workload,
  threads: number,
  pytorch: PyTorch | undefined,
  use: (names: readonly string[], runs: readonly Run[]) => Promise<T>,
): Promise<T> {
  const peers = pytorch ? (PEERS[workload.recipe.preset] ?? []) : [];
  const processes = pytorch ? peers.map((peer) => new PyTorchSteps(pytorch, peer, workload, threads)) : [];
  try {
    const names = [OURS, ...peers.map(({ name }) => name)];
    return await use(names, [await ourSteps(workload, threads), ...processes.map(({ run }) => run)]);
  } finally {
    for (const each of processes) each.end();
  }
}

function medianOf(blocks: Blocks): number {
  return median(blocks.flat());
}
