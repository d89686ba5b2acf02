import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { OnnxGraph, type Value } from '../../model/onnx/graph';
import { createSession, loadRuntime } from '../../model/runtime';
import type { MatrixStack } from './stacks';

/**
 * The polynomials of the Polar Express (Amsel et al., https://arxiv.org/abs/2505.16932, algorithm 1): applied in turn, each
 * aX + bXXᵀX + c(XXᵀ)²X brings the singular values of X as near to 1 as one of its degree can.
 */
export const POLAR_EXPRESS = [
  [8.28721201814563, -23.595886519098837, 17.300387312530933],
  [4.107059111542203, -2.9478499167379106, 0.5448431082926601],
  [3.9486908534822946, -2.908902115951949, 0.5518191394370137],
] as const;

/** The largest singular value stays below 1, rounding included. */
export const NORM_MARGIN = 1.01;
/** A matrix of zeros stays one. */
export const SMALLEST_NORM = 1e-7;

/**
 * Takes each matrix to about the nearest orthogonal one: the directions of its singular vectors stay, and every singular
 * value comes near 1. Matrices of one shape are computed as one batch, which keeps the processor busier than one by one.
 */
export class Orthogonalization {
  private constructor(
    private readonly session: InferenceSession,
    private readonly inputs: Record<string, Tensor>,
    private readonly outputs: Record<string, Tensor>,
    /** For each stack, what `run` reads. */
    readonly matrices: readonly Float32Array[],
    /** For each stack, what `run` writes. */
    readonly orthogonal: readonly Float32Array[],
  ) {}

  static async create(stacks: readonly MatrixStack[], threads: number): Promise<Orthogonalization> {
    const { Tensor } = await loadRuntime();
    const session = await createSession(orthogonalizationGraph(stacks), { threads });
    const memory = () => stacks.map(({ offsets, rows, columns }) => new Float32Array(offsets.length * rows * columns));
    const tensors = (name: (index: number) => string, vectors: readonly Float32Array[]) =>
      Object.fromEntries(
        stacks.map(({ offsets, rows, columns }, index) => [
          name(index),
          new Tensor('float32', vectors[index] ?? [], [offsets.length, rows, columns]),
        ]),
      );
    const [matrices, orthogonal] = [memory(), memory()];
    const inputs = tensors(inputName, matrices);
    return new Orthogonalization(session, inputs, tensors(outputName, orthogonal), matrices, orthogonal);
  }

  async run(): Promise<void> {
    await this.session.run(this.inputs, this.outputs);
  }
}

/** Inputs `matrices.i` and outputs `orthogonal.i`, float32 [matrices, rows, columns], for each stack i. */
export function orthogonalizationGraph(stacks: readonly MatrixStack[]): Uint8Array {
  const graph = new OnnxGraph('orthogonalization');
  for (const [index, stack] of stacks.entries()) {
    const shape = [stack.offsets.length, stack.rows, stack.columns];
    const matrices = graph.input(inputName(index), 'float32', shape);
    graph.output(outputName(index), orthogonalize(graph, matrices, stack), 'float32', shape);
  }
  return graph.finish();
}

function orthogonalize(graph: OnnxGraph, matrices: Value, { rows, columns }: MatrixStack): Value {
  const [small, large] = [Math.min(rows, columns), Math.max(rows, columns)];
  const identity = identityMatrix(graph, small);
  const sides = rows <= columns ? WIDE : TALL;
  const x = normalize(graph, matrices);
  return large > 2 * small ? throughGram(graph, x, identity, sides) : stepByStep(graph, x, identity, sides);
}

/** On which side of X its smaller Gram matrix is multiplied: XXᵀ of a wide X, XᵀX of a tall one. */
interface Sides {
  readonly gram: (x: Value, transposed: Value) => [Value, Value];
  readonly apply: (factor: Value, x: Value) => [Value, Value];
}
const WIDE: Sides = { gram: (x, transposed) => [x, transposed], apply: (factor, x) => [factor, x] };
const TALL: Sides = { gram: (x, transposed) => [transposed, x], apply: (factor, x) => [x, factor] };

function stepByStep(graph: OnnxGraph, matrices: Value, identity: Value, sides: Sides): Value {
  return POLAR_EXPRESS.reduce((x, coefficients) => {
    const factor = polynomial(graph, identity, gramOf(graph, x, sides), coefficients);
    return graph.node('MatMul', sides.apply(factor, x));
  }, matrices);
}

/**
 * The same for matrices that are far from square, with a third fewer operations: what a step makes of the Gram matrix is
 * known without X, as polynomials of one matrix commute, so X is multiplied once, by the product of all factors.
 */
function throughGram(graph: OnnxGraph, x: Value, identity: Value, sides: Sides): Value {
  let gram = gramOf(graph, x, sides);
  let product: Value | undefined;
  for (const coefficients of POLAR_EXPRESS) {
    const factor = polynomial(graph, identity, gram, coefficients);
    product = product === undefined ? factor : graph.node('MatMul', [factor, product]);
    if (coefficients !== POLAR_EXPRESS.at(-1)) {
      gram = graph.node('MatMul', [graph.node('MatMul', [factor, gram]), factor]);
    }
  }
  return graph.node('MatMul', sides.apply(product ?? identity, x));
}

function gramOf(graph: OnnxGraph, x: Value, sides: Sides): Value {
  return graph.node('MatMul', sides.gram(x, graph.node('Transpose', [x], { perm: [0, 2, 1] })));
}

/** a·I + b·G + c·G² */
function polynomial(graph: OnnxGraph, identity: Value, gram: Value, [a, b, c]: (typeof POLAR_EXPRESS)[number]): Value {
  const square = graph.node('MatMul', [gram, gram]);
  return sum(graph, scaled(graph, identity, a), scaled(graph, gram, b), scaled(graph, square, c));
}

/** Divides each matrix by its Frobenius norm, which no singular value exceeds. */
function normalize(graph: OnnxGraph, matrices: Value): Value {
  const squares = graph.node('ReduceSumSquare', [matrices, graph.integers(1, 2)], { keepdims: 1 });
  const norms = graph.node('Mul', [graph.node('Sqrt', [squares]), graph.scalar(NORM_MARGIN)]);
  return graph.node('Div', [matrices, graph.node('Add', [norms, graph.scalar(SMALLEST_NORM)])]);
}

function identityMatrix(graph: OnnxGraph, size: number): Value {
  const values = new Float32Array(size * size);
  for (let index = 0; index < size; index++) values[index * (size + 1)] = 1;
  return graph.initializer(`identity.${size}`, [size, size], values);
}

function scaled(graph: OnnxGraph, x: Value, factor: number): Value {
  return graph.node('Mul', [x, graph.scalar(factor)]);
}

function sum(graph: OnnxGraph, first: Value, ...rest: readonly Value[]): Value {
  return rest.reduce((before, each) => graph.node('Add', [before, each]), first);
}

function inputName(index: number): string {
  return `matrices.${index}`;
}

function outputName(index: number): string {
  return `orthogonal.${index}`;
}
