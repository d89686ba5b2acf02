import { architectureOf, type ModelConfiguration } from './configuration';
import type { Value } from './onnx/graph';
import { type GraphContext, onnxOperations, requireRotation } from './onnx/operations';
import type { Operations } from './operations';

/**
 * The operations of a graph that is only run forward. A character at a time is so little to compute that each node costs
 * more by being one than by what it does; so heads stay apart once they are, which a gradient's way back does not allow.
 */
export function decodeOperations(context: GraphContext, configuration: ModelConfiguration): Operations<Value> {
  const { graph, batchTimeShape } = context;
  const { n_head, d_embed } = configuration;
  const rotary = architectureOf(configuration).positions === 'rotary';
  const headsShape = batchTimeShape(3 * n_head, d_embed / n_head);
  const heads = (x: Value) => graph.node('Reshape', [x, headsShape]); // (B, T, 3·H, C/H)

  return {
    ...onnxOperations(context),
    // Leaves them as heads, which is how the only other thing that is done to them takes them.
    rotate: (x) => requireRotation(context).turnHeads(heads(x)),
    splitQueryKeyValue: (x) => {
      const first = graph.node('Transpose', [rotary ? x : heads(x)], { perm: [0, 2, 1, 3] }); // (B, 3·H, T, C/H)
      return graph.nodes('Split', [first], ['query', 'key', 'value'], { axis: 1, num_outputs: 3 });
    },
  };
}
