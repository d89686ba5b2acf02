/**
 * Does the same work on every item, at most `concurrency` at a time, and yields the results in the order of the items:
 * what comes out does not depend on which file the disk delivers first.
 */
export async function* mapInOrder<Item, Result>(
  items: Iterable<Item>,
  concurrency: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underway: Promise<Result>[] = [];
  for (const item of items) {
    const result = work(item);
    // It may fail while an earlier one is awaited; whoever awaits it is told then.
    result.catch(() => undefined);
    underway.push(result);
    if (underway.length < concurrency) continue;
    const first = underway.shift();
    if (first) yield await first;
  }
  for (const result of underway) yield await result;
}
