import type { Operations } from '../operations';
import type { Value } from './graph';
import type { GraphContext } from './operations';
import type { TurnHeads } from './rotation';

/**
 * Queries, keys and values by one product, side by side until they are turned. A character at a time is so little to compute
 * that each node costs more by being one than by what it does, so there are as few as can be.
 *
 * @param turn of a model with rotary positions
 */
export function sideBySide(
  { graph, batchTimeShape }: Pick<GraphContext, 'graph' | 'batchTimeShape'>,
  turn: TurnHeads | undefined,
): Operations<Value>['queryKeyValue'] {
  return (x, weight, heads) => {
    const all = graph.node('Gemm', [x, weight], { transB: 1 }); // (B·T, 3·C)
    const apart = graph.node('Reshape', [all, batchTimeShape(3 * heads, -1)]); // (B, T, 3·H, C/H)
    const first = graph.node('Transpose', [turn ? turn(apart) : apart], { perm: [0, 2, 1, 3] }); // (B, 3·H, T, C/H)
    return graph.nodes('Split', [first], ['query', 'key', 'value'], { axis: 1, num_outputs: 3 });
  };
}
