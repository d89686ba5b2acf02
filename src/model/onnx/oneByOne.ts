import type { QueryKeyValue } from '../operations';
import { rotaryTables } from '../rotary';
import type { ModelConfiguration } from '../configuration';
import type { OnnxGraph, Value } from './graph';
import { type GraphContext, mergeHeads, splitHeads } from './operations';

/** Queries, keys and values, and the way back for their gradients. */
export interface Projection {
  readonly parts: QueryKeyValue<Value>;
  readonly back: (gradients: QueryKeyValue<Value>) => { readonly x: Value; readonly weight: Value };
}

/** Turns each head (B, H, T, C/H) by its position, as `rotaryTables` says, or back. */
export type TurnBothWays = (heads: Value, way: 'forth' | 'back') => Value;

/**
 * Queries, keys and values by a product each. With whole batches, to take one large product apart and to put its gradients
 * together again costs more time than three smaller products do.
 *
 * @param turn of a model with rotary positions
 */
export function oneByOne(
  { graph, width, batchTimeShape }: Pick<GraphContext, 'graph' | 'width' | 'batchTimeShape'>,
  turn: TurnBothWays | undefined,
  x: Value,
  weight: Value,
  heads: number,
): Projection {
  const weights = graph.nodes('Split', [weight, graph.integers(width, width, width)], ['query', 'key', 'value'], {
    axis: 0,
  });
  const forth = (part: Value, index: number) => {
    const apart = splitHeads(graph, graph.node('Gemm', [x, part], { transB: 1 }), batchTimeShape, heads);
    return turn && isTurned(index) ? turn(apart, 'forth') : apart;
  };
  const rowsOf = (gradient: Value, index: number) =>
    mergeHeads(graph, turn && isTurned(index) ? turn(gradient, 'back') : gradient);

  const [query, key, value] = weights;
  return {
    parts: [forth(query, 0), forth(key, 1), forth(value, 2)],
    back: (gradients) => {
      const rows = gradients.map(rowsOf); // (B·T, C) each
      const ofWeights = rows.map((d) => graph.node('Gemm', [d, x], { transA: 1 }));
      return { x: sumOfProducts(graph, rows, weights), weight: graph.node('Concat', ofWeights, { axis: 0 }) };
    },
  };
}

/** Values are not. */
function isTurned(index: number): boolean {
  return index < 2;
}

/** Σ dᵢ·Wᵢ; each product is added to the one before as it is computed. */
function sumOfProducts(graph: OnnxGraph, rows: readonly Value[], weights: readonly Value[]): Value {
  const [sum] = rows.reduce<Value[]>(
    (before, d, index) => [graph.node('Gemm', [d, ...weights.slice(index, index + 1), ...before])],
    [],
  );
  if (sum === undefined) throw new RangeError('There is nothing to add up.');
  return sum;
}

/** By the operator of ONNX Runtime, which takes a third of the time that its parts take. */
export function turnHeads(graph: OnnxGraph, configuration: ModelConfiguration): TurnBothWays {
  const { context_length, d_embed, n_head } = configuration;
  const width = d_embed / n_head;
  const tables = rotaryTables(configuration);
  // A pair of dimensions turns by one angle, so the operator wants the first half of each row.
  const half = (name: string, table: Float32Array, sign: number) => {
    const firstHalf = table.filter((_, index) => index % width < width / 2).map((number) => sign * number);
    return graph.initializer(name, [context_length, width / 2], firstHalf);
  };
  const cosines = half('rotary_cosine', tables.cosine, 1);
  const sines = { forth: half('rotary_sine', tables.sine, 1), back: half('rotary_sine_back', tables.sine, -1) };
  const firstPosition = graph.integers(0);
  return (heads, way) => graph.runtimeNode('RotaryEmbedding', [heads, firstPosition, cosines, sines[way]]);
}
