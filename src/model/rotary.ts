import type { ModelConfiguration } from './configuration';

/** The slowest pair of dimensions turns by this factor more slowly than the fastest (RoFormer, section 3.2.2). */
const BASE = 10_000;

/** What a head's queries and keys are turned with, for each position: float32 (context_length, d_head), row by row. */
export interface RotaryTables {
  readonly cosine: Float32Array;
  readonly sine: Float32Array;
  /**
   * (d_head, d_head): a row times this is the row turned by 90°, (a, b) ↦ (−b, a). With it the row turned by its angles is
   * row ∘ cosine + (row · quarterTurn) ∘ sine; with minus in place of plus it is turned back.
   */
  readonly quarterTurn: Float32Array;
}

/**
 * Rotary positions as in GPT-NeoX: dimension i of a head is turned together with dimension i + d_head/2, in position t by
 * the angle t·BASE^(−2i/d_head). The product of a query and a key then depends on how far apart they are, not on where.
 */
export function rotaryTables({ context_length, d_embed, n_head }: ModelConfiguration): RotaryTables {
  const width = d_embed / n_head;
  const pairs = width / 2;
  const table = (of: (angle: number) => number) =>
    Float32Array.from({ length: context_length * width }, (_, index) => {
      const pair = index % pairs;
      return of(Math.floor(index / width) * BASE ** (-pair / pairs));
    });

  const quarterTurn = new Float32Array(width * width);
  for (let pair = 0; pair < pairs; pair++) {
    quarterTurn[pair * width + pair + pairs] = 1;
    quarterTurn[(pair + pairs) * width + pair] = -1;
  }
  return { cosine: table(Math.cos), sine: table(Math.sin), quarterTurn };
}
