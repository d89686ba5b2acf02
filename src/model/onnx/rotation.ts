import type { ModelConfiguration } from '../configuration';
import { rotaryTables } from '../rotary';
import type { OnnxGraph, Value } from './graph';

/** How queries and keys are turned by their position, in a graph. */
export interface Rotation {
  /** x (B·T, 3·C), queries, keys and values side by side, with queries and keys turned. */
  readonly turn: (x: Value) => Value;
  /** The same of heads side by side, (B, T, 3·H, C/H). */
  readonly turnHeads: (heads: Value) => Value;
  /** The way back, which is also how gradients go. */
  readonly turnBack: (x: Value) => Value;
}

/**
 * @param positionRows the rows of a table, (context_length, …), that belong to the tokens, (T, …)
 * @param batchTimeShape a shape that begins with B and T
 */
export function rotation(
  graph: OnnxGraph,
  configuration: ModelConfiguration,
  positionRows: (table: Value) => Value,
  batchTimeShape: (...rest: number[]) => Value,
): Rotation {
  const { n_head, d_embed } = configuration;
  const width = d_embed / n_head;
  const { cosine, sine, quarterTurn } = rotaryTables(configuration);
  // Values are turned by no angle: to take them out first, and put them back, would cost more than it saves.
  const cosines = positionRows(forEachHead(graph, configuration, 'rotary_cosine', cosine, 1)); // (T, 3·H, C/H)
  const sines = positionRows(forEachHead(graph, configuration, 'rotary_sine', sine, 0));
  const matrix = graph.initializer('rotary_quarter_turn', [width, width], quarterTurn);

  const headsShape = batchTimeShape(3 * n_head, width);

  const turnedHeads = (heads: Value, sum: 'Add' | 'Sub'): Value => {
    const across = graph.node('MatMul', [heads, matrix]);
    return graph.node(sum, [graph.node('Mul', [heads, cosines]), graph.node('Mul', [across, sines])]);
  };
  const turned = (x: Value, sum: 'Add' | 'Sub'): Value => {
    const heads = graph.node('Reshape', [x, headsShape]); // (B, T, 3·H, C/H)
    return graph.node('Reshape', [turnedHeads(heads, sum), graph.integers(-1, 3 * d_embed)]);
  };
  return {
    turn: (x) => turned(x, 'Add'),
    turnHeads: (heads) => turnedHeads(heads, 'Add'),
    turnBack: (x) => turned(x, 'Sub'),
  };
}

/**
 * A table (context_length, C/H) for each head's queries and keys, and `ofValues` for its values: (context_length, 3·H, C/H).
 * All in constants, so that a runtime computes it once, and the file holds only the table.
 */
function forEachHead(
  graph: OnnxGraph,
  { context_length, d_embed, n_head }: ModelConfiguration,
  name: string,
  table: Float32Array,
  ofValues: number,
): Value {
  const width = d_embed / n_head;
  const one = graph.initializer(name, [context_length, 1, width], table);
  const queriesAndKeys = graph.node('Expand', [one, graph.integers(context_length, 2 * n_head, width)]);
  const values = graph.node('Expand', [graph.scalar(ofValues), graph.integers(context_length, n_head, width)]);
  return graph.node('Concat', [queriesAndKeys, values], { axis: 1 });
}
