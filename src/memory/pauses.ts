import { setImmediate } from 'node:timers/promises';

/** Returns a function that lets the event loop turn when the work since it last turned has taken `sliceMilliseconds`. */
export function pauses(sliceMilliseconds: number): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < sliceMilliseconds) return;
    await setImmediate();
    began = performance.now();
  };
}
