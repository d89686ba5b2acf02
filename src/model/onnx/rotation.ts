import type { ModelConfiguration } from '../configuration';
import { rotaryTables } from '../rotary';
import type { OnnxGraph, Value } from './graph';

/** Turns heads by their position as `rotaryTables` says; values are turned by no angle. */
export type TurnHeads = (heads: Value) => Value;

/**
 * In standard operators, for queries, keys and values of all heads side by side: (B, T, 3·H, C/H).
 *
 * @param positionRows the rows of a table, (context_length, …), that belong to the tokens, (T, …)
 */
export function rotation(
  graph: OnnxGraph,
  configuration: ModelConfiguration,
  positionRows: (table: Value) => Value,
): TurnHeads {
  const { n_head, d_embed } = configuration;
  const width = d_embed / n_head;
  const { cosine, sine, quarterTurn } = rotaryTables(configuration);
  // Values are turned by no angle: to take them out first, and put them back, would cost more than it saves.
  const cosines = positionRows(forEachHead(graph, configuration, 'rotary_cosine', cosine, 1)); // (T, 3·H, C/H)
  const sines = positionRows(forEachHead(graph, configuration, 'rotary_sine', sine, 0));
  const matrix = graph.initializer('rotary_quarter_turn', [width, width], quarterTurn);

  return (heads) => {
    const across = graph.node('MatMul', [heads, matrix]);
    return graph.node('Add', [graph.node('Mul', [heads, cosines]), graph.node('Mul', [across, sines])]);
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
