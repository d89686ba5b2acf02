/** What is taken off counts of 1, of 2, and of 3 or more. */
export type Discounts = readonly [number, number, number];

/**
 * Chen and Goodman's estimate of the three discounts (1998, equation 26), from how many n-grams there are with a count of 1,
 * 2, 3 and 4. Where a text is too short to have all four, what it takes is the usual half.
 */
export function discountsOf([n1, n2, n3, n4]: readonly [number, number, number, number]): Discounts {
  if (Math.min(n1, n2, n3, n4) === 0) return [0.5, 0.5, 0.5];
  const y = n1 / (n1 + 2 * n2);
  const estimates = [1 - (2 * y * n2) / n1, 2 - (3 * y * n3) / n2, 3 - (4 * y * n4) / n3] as const;
  // An odd text can lead to less than nothing.
  const within = (estimate: number, count: number) => Math.min(count, Math.max(0.05, estimate));
  return [within(estimates[0], 1), within(estimates[1], 2), within(estimates[2], 3)];
}

export function discountFor(count: number, [one, two, more]: Discounts): number {
  if (count === 1) return one;
  return count === 2 ? two : more;
}
