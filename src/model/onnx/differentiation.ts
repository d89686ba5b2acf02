import { LAYER_NORM_EPSILON, type LossOperations, RMS_NORM_EPSILON } from '../operations';
import type { LayerNormParameters } from '../parameters';
import type { OnnxGraph, Value } from './graph';
import { oneByOne, type TurnBothWays } from './oneByOne';
import { type GraphContext, multiplyTransposed, onnxOperations, splitHeads, square, transposeLast } from './operations';
import type { Tape } from './tape';

/** What a loss is computed over, beside the tokens. */
export interface LossContext extends GraphContext {
  /** int64 (B, T): the successor of each token. */
  readonly targets: Value;
  /** Of a model with rotary positions. */
  readonly turnHeads: TurnBothWays | undefined;
  readonly vocabularySize: number;
  /** What the losses of all characters are divided by: B·T, or more if the batch is a part of a larger one. */
  readonly rowCount: number;
}

/** The operations up to the loss, without gradients. */
export function lossOperations(context: LossContext): LossOperations<Value> {
  return {
    ...onnxOperations(context, (...args) => oneByOne(context, context.turnHeads, ...args).parts),
    rmsNorm: (x) => fusedRmsNorm(context, x).y,
    crossEntropy: (logits) => crossEntropy(context, logits).loss,
  };
}

/**
 * The same operations, each of which also leaves on the tape how gradients go back through it. In the rules, d stands for
 * the gradient of the loss with respect to the operation's output.
 */
export function differentiableOperations(context: LossContext, tape: Tape): LossOperations<Value> {
  const { graph, batchTimeShape } = context;
  const forward = lossOperations(context);
  const rowDots = new Map<Value, Value>();

  return {
    embedTokens: (table) =>
      tape.record(forward.embedTokens(table), (d) => {
        const tokens = oneHot(context, context.tokens); // (B·T, V)
        tape.accumulate(table, outerProduct(graph, tokens, graph.node('Flatten', [d], { axis: 2 })));
      }),

    addPositions: (x, table) =>
      tape.record(forward.addPositions(x, table), (d) => {
        tape.accumulate(x, d);
        tape.accumulate(table, graph.node('ReduceSum', [d, graph.integers(0)], { keepdims: 0 }));
      }),

    rows: (x) =>
      tape.record(forward.rows(x), (d) => tape.accumulate(x, graph.node('Reshape', [d, batchTimeShape(-1)]))),

    add: (a, b) =>
      tape.record(forward.add(a, b), (d) => {
        tape.accumulate(a, d);
        tape.accumulate(b, d);
      }),

    linear: (x, weight, bias) =>
      tape.record(forward.linear(x, weight, bias), (d) => {
        tape.accumulate(x, graph.node('Gemm', [d, weight]));
        tape.accumulate(weight, outerProduct(graph, d, x));
        if (bias !== undefined) tape.accumulate(bias, sumRows(graph, d));
      }),

    layerNorm: (x, parameters) => layerNorm(graph, tape, x, parameters),

    rmsNorm: (x) => rmsNorm(context, tape, x),

    relu: (x) => {
      const y = forward.relu(x);
      return tape.record(y, (d) => {
        // 1 where y > 0, else 0: a hard sigmoid as steep as this is a step, and runs vectorised where Sign does not.
        const step = graph.node('HardSigmoid', [y], { alpha: { float: 1e30 }, beta: { float: 0 } });
        tape.accumulate(x, graph.node('Mul', [d, step]));
      });
    },

    reluSquared: (x) => {
      const positive = forward.relu(x);
      return tape.record(square(graph, positive), (d) => {
        const half = graph.node('Mul', [d, positive]);
        tape.accumulate(x, graph.node('Add', [half, half]));
      });
    },

    queryKeyValue: (x, weight, heads) => {
      const { parts, back } = oneByOne(context, context.turnHeads, x, weight, heads);
      tape.recordAll(parts, (gradients) => {
        const d = back(gradients);
        tape.accumulate(x, d.x);
        tape.accumulate(weight, d.weight);
      });
      return parts;
    },

    mergeHeads: (x, heads) =>
      tape.record(forward.mergeHeads(x, heads), (d) => tape.accumulate(x, splitHeads(graph, d, batchTimeShape, heads))),

    scaledDotProduct: (a, b, scale) =>
      tape.record(forward.scaledDotProduct(a, b, scale), (d) => {
        const scaled = (product: Value) => graph.node('Mul', [product, graph.scalar(scale)]);
        tape.accumulate(a, scaled(graph.node('MatMul', [d, b])));
        tape.accumulate(b, scaled(graph.node('MatMul', [transposeLast(graph, d), a])));
      }),

    // The mask is a constant.
    maskFuture: (scores) => tape.record(forward.maskFuture(scores), (d) => tape.accumulate(scores, d)),

    softmax: (x) => {
      const y = forward.softmax(x);
      return tape.record(y, (d) => {
        const rowDot = rowDots.get(y) ?? sumLast(graph, graph.node('Mul', [d, y]));
        tape.accumulate(x, graph.node('Mul', [graph.node('Sub', [d, rowDot]), y]));
      });
    },

    weightedSum: (weights, values) => {
      const y = forward.weightedSum(weights, values);
      return tape.record(y, (d) => {
        tape.accumulate(weights, multiplyTransposed(graph, d, values));
        tape.accumulate(values, graph.node('MatMul', [transposeLast(graph, weights), d]));
        // Row by row Σ dweights·weights = Σ d·y, which softmax needs, over D instead of T elements
        // (FlashAttention, https://arxiv.org/abs/2205.14135, section 3.1 and appendix B).
        rowDots.set(weights, sumLast(graph, graph.node('Mul', [d, y])));
      });
    },

    crossEntropy: (logits) => {
      const { loss, logProbabilities, targets } = crossEntropy(context, logits);
      return tape.record(loss, () => {
        const error = graph.node('Sub', [graph.node('Exp', [logProbabilities]), targets]);
        tape.accumulate(logits, graph.node('Mul', [error, graph.scalar(1 / context.rowCount)]));
      });
    },
  };
}

function crossEntropy(context: LossContext, logits: Value): Record<'loss' | 'logProbabilities' | 'targets', Value> {
  const { graph, rowCount } = context;
  const logProbabilities = graph.node('LogSoftmax', [logits], { axis: -1 });
  const targets = oneHot(context, context.targets); // (B·T, V)
  const sum = graph.node('ReduceSum', [graph.node('Mul', [logProbabilities, targets])], { keepdims: 0 });
  return { loss: graph.node('Mul', [sum, graph.scalar(-1 / rowCount)]), logProbabilities, targets };
}

/** x̂ = (x − mean)/σ, y = x̂·weight + bias; with g = d·weight, dx = (g − mean(g) − x̂·mean(g·x̂))/σ. */
function layerNorm(graph: OnnxGraph, tape: Tape, x: Value, { weight, bias }: LayerNormParameters<Value>): Value {
  const [y, mean, inverseDeviation] = graph.nodes(
    'LayerNormalization',
    [x, weight, bias],
    ['y', 'mean', 'inverse_deviation'],
    { axis: -1, epsilon: { float: LAYER_NORM_EPSILON } },
  );
  return tape.record(y, (d) => {
    const normalized = graph.node('Mul', [graph.node('Sub', [x, mean]), inverseDeviation]);
    tape.accumulate(bias, sumRows(graph, d));
    tape.accumulate(weight, sumRows(graph, graph.node('Mul', [d, normalized])));

    const g = graph.node('Mul', [d, weight]);
    const along = meanLast(graph, graph.node('Mul', [g, normalized]));
    const centred = graph.node('Sub', [g, meanLast(graph, g)]);
    const dx = graph.node('Sub', [centred, graph.node('Mul', [normalized, along])]);
    tape.accumulate(x, graph.node('Mul', [dx, inverseDeviation]));
  });
}

/** y = x/r with r² = mean(x²) + ε; dx = (d − y·mean(d·y))/r. */
function rmsNorm(context: LossContext, tape: Tape, x: Value): Value {
  const { graph } = context;
  const { y, inverse } = fusedRmsNorm(context, x);
  return tape.record(y, (d) => {
    const along = graph.node('Mul', [y, meanLast(graph, graph.node('Mul', [d, y]))]);
    tape.accumulate(x, graph.node('Mul', [graph.node('Sub', [d, along]), inverse]));
  });
}

/** ONNX Runtime's own operator, which also tells 1/r, (B·T, 1). The gain that it wants is one. */
function fusedRmsNorm({ graph, width }: LossContext, x: Value): Record<'y' | 'inverse', Value> {
  const gain = graph.floats(...Array.from({ length: width }, () => 1));
  const [y, inverse] = graph.nodes('SimplifiedLayerNormalization', [x, gain], ['y', 'inverse'], {
    axis: -1,
    epsilon: { float: RMS_NORM_EPSILON },
  });
  return { y, inverse };
}

/** (B, T) token ids as (B·T, V) rows with a single 1: rows of an identity matrix, which is faster than OneHot. */
function oneHot({ graph, vocabularySize }: LossContext, tokens: Value): Value {
  const flat = graph.node('Reshape', [tokens, graph.integers(-1)]);
  const shape = graph.integers(vocabularySize, vocabularySize);
  const zeros = graph.node('ConstantOfShape', [shape]);
  return graph.node('Gather', [graph.node('EyeLike', [zeros]), flat]);
}

/** aᵀ·b: (rows, m) and (rows, n) to (m, n). */
function outerProduct(graph: OnnxGraph, a: Value, b: Value): Value {
  return graph.node('Gemm', [a, b], { transA: 1 });
}

function sumRows(graph: OnnxGraph, x: Value): Value {
  return graph.node('ReduceSum', [x, graph.integers(0)], { keepdims: 0 });
}

function sumLast(graph: OnnxGraph, x: Value): Value {
  return graph.node('ReduceSum', [x, graph.integers(-1)], { keepdims: 1 });
}

function meanLast(graph: OnnxGraph, x: Value): Value {
  return graph.node('ReduceMean', [x, graph.integers(-1)], { keepdims: 1 });
}
