/** A piece of the flat vector. */
export type Range = readonly [begin: number, end: number];

/** One of several equal shares of the work. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

export const WHOLE: Share = { index: 0, of: 1 };

/** A share of each piece. */
export function piecesOf(ranges: readonly Range[], { index, of }: Share): Range[] {
  return ranges.map(([begin, end]) => {
    const cut = (at: number) => begin + Math.floor(((end - begin) * at) / of);
    return [cut(index), cut(index + 1)];
  });
}

/** Every `of`th thing, beginning with number `index`. */
export function dealt<T>(things: readonly T[], { index, of }: Share): T[] {
  return things.filter((_, position) => position % of === index);
}
