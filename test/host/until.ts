import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `condition` gives something other than false or undefined, and returns it. */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  { seconds = 30 }: { seconds?: number } = {},
): Promise<Exclude<T, false | undefined>> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const value = await condition();
    if (value !== false && value !== undefined) return value as Exclude<T, false | undefined>;
    if (Date.now() > deadline) throw new Error(`After ${seconds} seconds still not: ${what}`);
    await sleep(50);
  }
}
