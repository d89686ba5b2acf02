/** How the extension host's thread was kept busy. */
export interface Busyness {
  /** The longest it worked without coming back to its event loop, in milliseconds of processor time. */
  readonly longest: number;
  /** The second longest. A single long turn may be the collection of garbage, which is not the work of any one turn. */
  readonly secondLongest: number;
  /** Share of the time that it worked, from 0 to 1. */
  readonly share: number;
}

/**
 * Watches the event loop of this thread until `stop`. It counts the thread's processor time between two turns, not the
 * clock: a thread that waits for a processor, on a machine that trains at the same time, is not blocked by its own work.
 */
export function watchEventLoop(): { readonly stop: () => Busyness } {
  const begin = performance.now();
  const usedAtBegin = threadMilliseconds();
  let used = usedAtBegin;
  let [longest, secondLongest] = [0, 0];
  const turn = () => {
    const now = threadMilliseconds();
    const worked = now - used;
    if (worked > longest) [longest, secondLongest] = [worked, longest];
    else secondLongest = Math.max(secondLongest, worked);
    used = now;
  };
  const timer = setInterval(turn, 1);
  return {
    stop: () => {
      clearInterval(timer);
      turn();
      return { longest, secondLongest, share: (used - usedAtBegin) / (performance.now() - begin) };
    },
  };
}

/** What Node.js 24, on which this VS Code runs, knows of a thread; the types are those of an older one. */
interface ProcessWithThreads {
  threadCpuUsage(): { readonly user: number; readonly system: number };
}

function threadMilliseconds(): number {
  const { user, system } = (process as unknown as ProcessWithThreads).threadCpuUsage();
  return (user + system) / 1000;
}
