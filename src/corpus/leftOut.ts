import type { LeftOut, LeftOutReason } from './types';

const MAX_EXAMPLES = 3;

/** Counts what is left out of the corpus, by reason, and keeps the first few of each as examples. */
export class LeftOutTally {
  private readonly byReason = new Map<LeftOutReason, { count: number; readonly examples: string[] }>();

  add(reason: LeftOutReason, path: string): void {
    const entry = this.byReason.get(reason) ?? { count: 0, examples: [] };
    this.byReason.set(reason, entry);
    entry.count++;
    if (entry.examples.length < MAX_EXAMPLES) entry.examples.push(path);
  }

  /** The most frequent reason first. */
  list(): readonly LeftOut[] {
    const all = [...this.byReason].map(([reason, { count, examples }]) => ({ reason, count, examples }));
    return all.sort((a, b) => b.count - a.count);
  }
}
