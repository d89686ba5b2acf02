import { LAYER_NORM_EPSILON, type Operations, RMS_NORM_EPSILON } from '../operations';
import type { OnnxGraph, Value } from './graph';

/** What a graph is computed over. */
export interface GraphContext {
  readonly graph: OnnxGraph;
  /** C */
  readonly width: number;
  /** int64 (B, T). */
  readonly tokens: Value;
  /** A shape that begins with B and T. */
  readonly batchTimeShape: (...rest: number[]) => Value;
  /** The rows of the position table that belong to the tokens: (T, C). */
  readonly positionRows: (table: Value) => Value;
  /** What is added to scores so that the future vanishes: (T, P+T). */
  readonly mask: Value;
}

/**
 * Emits each operation as nodes of an ONNX graph.
 *
 * @param queryKeyValue what is fastest for it differs between a graph to run and a graph to train
 */
export function onnxOperations(
  context: GraphContext,
  queryKeyValue: Operations<Value>['queryKeyValue'],
): Operations<Value> {
  const { graph, width, tokens, positionRows, mask } = context;
  return {
    embedTokens: (table) => graph.node('Gather', [table, tokens]),
    addPositions: (x, table) => graph.node('Add', [x, positionRows(table)]),
    rows: (x) => flattenRows(graph, x),
    add: (a, b) => graph.node('Add', [a, b]),
    linear: (x, weight, bias) =>
      graph.node('Gemm', bias === undefined ? [x, weight] : [x, weight, bias], { transB: 1 }),
    layerNorm: (x, { weight, bias }) =>
      graph.node('LayerNormalization', [x, weight, bias], { axis: -1, epsilon: { float: LAYER_NORM_EPSILON } }),
    rmsNorm: (x) => rmsNorm(graph, x, width),
    relu: (x) => graph.node('Relu', [x]),
    reluSquared: (x) => square(graph, graph.node('Relu', [x])),
    queryKeyValue,
    mergeHeads: (x) => mergeHeads(graph, x),
    scaledDotProduct: (a, b, scale) => graph.node('Mul', [multiplyTransposed(graph, a, b), graph.scalar(scale)]),
    maskFuture: (scores) => graph.node('Add', [scores, mask]),
    softmax: (x) => graph.node('Softmax', [x], { axis: -1 }),
    weightedSum: (weights, values) => graph.node('MatMul', [weights, values]),
  };
}

/** (B, T, C) as (B·T, C). */
export function flattenRows(graph: OnnxGraph, x: Value): Value {
  return graph.node('Flatten', [x], { axis: 2 });
}

/** Written, gain of ones included, in the form that ONNX Runtime recognises and computes as one operator. */
function rmsNorm(graph: OnnxGraph, x: Value, width: number): Value {
  const gain = graph.floats(...Array.from({ length: width }, () => 1));
  const root = rootMeanSquare(graph, graph.node('Pow', [x, graph.scalar(2)]));
  return graph.node('Mul', [graph.node('Div', [x, root]), gain]);
}

/** √(mean of the squares + ε) of each row: (rows, 1). */
export function rootMeanSquare(graph: OnnxGraph, squares: Value): Value {
  const meanSquare = graph.node('ReduceMean', [squares, graph.integers(-1)], { keepdims: 1 });
  return graph.node('Sqrt', [graph.node('Add', [meanSquare, graph.scalar(RMS_NORM_EPSILON)])]);
}

export function square(graph: OnnxGraph, x: Value): Value {
  return graph.node('Mul', [x, x]);
}

/** (B·T, C) as (B, H, T, C/H), the way back from `mergeHeads`. The last dimension is inferred. */
export function splitHeads(
  graph: OnnxGraph,
  x: Value,
  batchTimeShape: GraphContext['batchTimeShape'],
  heads: number,
): Value {
  return swapHeadsAndTime(graph, graph.node('Reshape', [x, batchTimeShape(heads, -1)]));
}

/** (B, H, T, C/H) as (B·T, C). */
export function mergeHeads(graph: OnnxGraph, x: Value): Value {
  const apart = swapHeadsAndTime(graph, x); // (B, T, H, C/H)
  return flattenRows(graph, apart);
}

/** a (…, T, D) times b (…, S, D) transposed: (…, T, S). A runtime fuses the transposition into the product. */
export function multiplyTransposed(graph: OnnxGraph, a: Value, b: Value): Value {
  return graph.node('MatMul', [a, transposeLast(graph, b)]);
}

export function transposeLast(graph: OnnxGraph, x: Value): Value {
  return graph.node('Transpose', [x], { perm: [0, 1, 3, 2] });
}

function swapHeadsAndTime(graph: OnnxGraph, x: Value): Value {
  return graph.node('Transpose', [x], { perm: [0, 2, 1, 3] });
}
