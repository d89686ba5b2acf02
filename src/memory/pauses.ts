import { setImmediate } from 'node:timers/promises';

/** A part of some work that is not interrupted. */
export type Step = () => void;

/** Takes steps with pauses between them. */
export async function take(steps: readonly Step[], pause: () => Promise<void>): Promise<void> {
  for (const step of steps) {
    await pause();
    step();
  }
}

/** Returns a function that lets the event loop turn when the work since it last turned has taken `sliceMilliseconds`. */
export function pauses(sliceMilliseconds: number): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < sliceMilliseconds) return;
    await setImmediate();
    began = performance.now();
  };
}
