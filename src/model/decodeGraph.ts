import type { Vocabulary } from '../corpus/vocabulary';
import { causalMask, DECODE_MASK } from './causalMask';
import { architectureOf, type ModelConfiguration } from './configuration';
import { OnnxGraph, type Value } from './onnx/graph';
import { type GraphContext, onnxOperations } from './onnx/operations';
import { rotation, type TurnHeads } from './onnx/rotation';
import { sideBySide } from './onnx/sideBySide';
import { mapParameters, type ParameterTensor, parameterLayout, viewOf } from './parameters';
import { type KeyValueCache, transformer } from './transformer';

/** What the metadata of a `model.onnx` are called: the model folder's two JSON files. */
export const ONNX_METADATA = { configuration: 'mygpt.config', vocabulary: 'mygpt.vocabulary' } as const;

/** The file `model.onnx`: everything that is needed to use the model. See the contract in `buildDecodeGraph`. */
export function exportModel(
  configuration: ModelConfiguration,
  vocabulary: Vocabulary,
  parameters: Float32Array,
): Uint8Array {
  const graph = new OnnxGraph('mygpt');
  buildDecodeGraph(graph, configuration, ({ name, shape, ...place }) =>
    graph.initializer(name, shape, viewOf(parameters, { name, shape, ...place })),
  );
  return graph.finish({
    [ONNX_METADATA.configuration]: JSON.stringify(configuration),
    [ONNX_METADATA.vocabulary]: JSON.stringify(vocabulary),
  });
}

/**
 * The same graph with each parameter as an input of its name, so that one session can follow a model that is being
 * trained.
 */
export function decodeGraphWithInputs(configuration: ModelConfiguration): Uint8Array {
  const graph = new OnnxGraph('mygpt_with_inputs');
  buildDecodeGraph(graph, configuration, ({ name, shape }) => graph.input(name, 'float32', shape));
  return graph.finish();
}

/**
 * Inputs `tokens` int64 [batch, time] and `past` float32 [n_layer, 2, batch, n_head, past_time, d_head]; outputs `logits`
 * float32 [batch, time, vocab_size] and `present` [n_layer, 2, batch, n_head, past_time + time, d_head]. past_time may be
 * 0; past_time + time is at most context_length. Rotary positions turn a key once, when it is read: `past` holds it turned.
 */
function buildDecodeGraph(
  graph: OnnxGraph,
  configuration: ModelConfiguration,
  parameter: (tensor: ParameterTensor) => Value,
): void {
  const { n_layer, n_head, d_embed, vocab_size } = configuration;
  const cacheShape = (time: string) => [n_layer, 2, 'batch', n_head, time, d_embed / n_head] as const;

  const tokens = graph.input('tokens', 'int64', ['batch', 'time']);
  const past = graph.input('past', 'float32', cacheShape('past_time'));
  const parameters = mapParameters(parameterLayout(configuration), parameter);
  const context = decodeContext(graph, configuration, tokens, past);
  const cache = new OnnxKeyValueCache(graph, configuration, past, tokens);

  const operations = onnxOperations(context, sideBySide(context, turnHeadsOf(configuration, context)));
  const logits = transformer(operations, configuration, parameters, cache);
  const unflattened = graph.node('Reshape', [logits, context.batchTimeShape(vocab_size)]);
  graph.output('logits', unflattened, 'float32', ['batch', 'time', vocab_size]);
  graph.output('present', cache.present(), 'float32', cacheShape('total_time'));
}

function turnHeadsOf(configuration: ModelConfiguration, context: GraphContext): TurnHeads | undefined {
  const { graph, positionRows } = context;
  const rotary = architectureOf(configuration).positions === 'rotary';
  return rotary ? rotation(graph, configuration, positionRows) : undefined;
}

function decodeContext(graph: OnnxGraph, configuration: ModelConfiguration, tokens: Value, past: Value): GraphContext {
  const { context_length, d_embed } = configuration;
  const table = graph.initializer('mask', [context_length, context_length], causalMask(context_length, DECODE_MASK));
  const batchTime = graph.node('Shape', [tokens]);
  const time = graph.node('Shape', [tokens], { start: 1, end: 2 });
  const start = graph.node('Shape', [past], { start: 4, end: 5 }); // P: the position of the first token
  const end = graph.node('Add', [start, time]); // P+T
  const slice = (x: Value, from: Value, to: Value, axis: number) =>
    graph.node('Slice', [x, from, to, graph.integers(axis)]);

  const positionRows = (table: Value) => slice(table, start, end, 0);
  const batchTimeShape = (...rest: number[]) => graph.node('Concat', [batchTime, graph.integers(...rest)], { axis: 0 });

  return {
    graph,
    width: d_embed,
    tokens,
    batchTimeShape,
    positionRows,
    mask: slice(slice(table, start, end, 0), graph.integers(0), end, 1), // (T, P+T)
  };
}

/** Keys and values of all layers in one tensor, as `past` and `present` have them. */
class OnnxKeyValueCache implements KeyValueCache<Value> {
  /** Keys and values in turn, layer by layer: (B, H, P, C/H) each. */
  private readonly pasts: readonly Value[];
  /** The same of the new tokens: (B, H, T, C/H) each. */
  private readonly news: Value[] = [];

  constructor(
    private readonly graph: OnnxGraph,
    private readonly configuration: ModelConfiguration,
    private readonly past: Value,
    private readonly tokens: Value,
  ) {
    const parts = 2 * configuration.n_layer;
    const batches = graph.node('Mul', [this.batch(), graph.integers(parts)]);
    const shape = graph.node('Concat', [batches, graph.node('Shape', [past], { start: 3 })], { axis: 0 });
    // An empty past has a dimension of 0, which allowzero makes mean just that.
    const stacked = graph.node('Reshape', [past, shape], { allowzero: 1 }); // (n_layer·2·B, H, P, C/H)
    const names = Array.from({ length: parts }, (_, part) => `past_${part}`);
    this.pasts = graph.nodes('Split', [stacked], names, { axis: 0, num_outputs: parts });
  }

  extend(layer: number, key: Value, value: Value): { key: Value; value: Value } {
    this.news.push(key, value);
    return { key: this.extended(2 * layer, key), value: this.extended(2 * layer + 1, value) };
  }

  /** (n_layer, 2, B, H, P+T, C/H) */
  present(): Value {
    const { graph } = this;
    const { n_layer, n_head, d_embed } = this.configuration;
    const ends = [graph.integers(n_layer, 2), this.batch(), graph.integers(n_head, -1, d_embed / n_head)];
    const news = graph.node('Reshape', [
      graph.node('Concat', this.news, { axis: 0 }),
      graph.node('Concat', ends, { axis: 0 }),
    ]); // (n_layer, 2, B, H, T, C/H)
    return graph.node('Concat', [this.past, news], { axis: 4 });
  }

  private extended(part: number, news: Value): Value {
    const past = this.pasts[part];
    if (past === undefined) throw new RangeError(`There is no part ${part} of the cache.`);
    return this.graph.node('Concat', [past, news], { axis: 2 }); // (B, H, P+T, C/H)
  }

  private batch(): Value {
    return this.graph.node('Shape', [this.tokens], { end: 1 });
  }
}
