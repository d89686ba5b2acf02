import type { Tensor } from 'onnxruntime-node';
import { OnnxGraph } from '../../src/model/onnx/graph';
import { createSession, loadRuntime } from '../../src/model/runtime';
import type { Run } from './interleaved';
import type { Workload } from './workload';

/** `count` products, each of (rows, inner) by (inner, columns); `left` and `right` are kept in memory as transposed or not. */
export interface Product {
  readonly count: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly leftTransposed?: boolean;
  readonly rightTransposed?: boolean;
}

/**
 * The matrix products of an iteration, forward and backward. They come to 6 operations for each parameter of a matrix and each
 * character, and 12·width·context for each character and layer in attention. What an optimizer multiplies is not counted.
 */
export function productsOf({ configuration, recipe }: Workload): Product[] {
  const { d_embed, n_head, n_layer, vocab_size, context_length } = configuration;
  const rows = recipe.batchSize * context_length;
  const linear = (width: number, out: number): Product[] => [
    { count: 1, rows, inner: width, columns: out, rightTransposed: true }, // forward
    { count: 1, rows, inner: out, columns: width }, // the gradient of what goes in
    { count: 1, rows: out, inner: rows, columns: width, leftTransposed: true }, // of the matrix
  ];
  const heads = { count: recipe.batchSize * n_head, rows: context_length };
  const ofScores = { ...heads, inner: d_embed / n_head, columns: context_length };
  const ofValues = { ...heads, inner: context_length, columns: d_embed / n_head };
  const block = [
    ...linear(d_embed, 3 * d_embed),
    ...linear(d_embed, d_embed),
    ...linear(d_embed, 4 * d_embed),
    ...linear(4 * d_embed, d_embed),
    ...[ofScores, ofScores], // the scores, and the gradient of the weights
    ...[ofValues, ofValues, ofValues, ofValues], // the gathered values, and the gradients of queries, keys and values
  ];
  return [...Array.from({ length: n_layer }, () => block).flat(), ...linear(d_embed, vocab_size)];
}

/** Floating-point operations; a multiplication and its addition are two. */
export function operationsIn(products: readonly Product[]): number {
  return products.reduce((sum, { count, rows, inner, columns }) => sum + 2 * count * rows * inner * columns, 0);
}

/**
 * Nothing but the products, in ONNX Runtime: what no iteration that it computes can outdo. Matrices of one shape are one piece
 * of memory, which stays in the processor's caches; as inputs of their own, none of their products is left out as a repetition.
 */
export async function productSteps(products: readonly Product[], threads: number): Promise<Run> {
  const session = await createSession(productsGraph(products), { threads });
  const operand = await tensorsByShape();
  const result = await tensorsByShape();
  const shapes = products.map(shapesOf);
  const inputs = Object.fromEntries(
    shapes.flatMap(({ left, right }, index) => [
      [`left.${index}`, operand(left)],
      [`right.${index}`, operand(right)],
    ]),
  );
  const outputs = Object.fromEntries(shapes.map(({ product }, index) => [`product.${index}`, result(product)]));
  return async (count) => {
    const times: number[] = [];
    for (let step = 0; step < count; step++) {
      const begin = performance.now();
      await session.run(inputs, outputs);
      times.push(performance.now() - begin);
    }
    return times;
  };
}

async function tensorsByShape(): Promise<(shape: readonly number[]) => Tensor> {
  const { Tensor } = await loadRuntime();
  const tensors = new Map<string, Tensor>();
  return (shape) => {
    const known = tensors.get(shape.join());
    if (known) return known;
    const length = shape.reduce((size, dimension) => size * dimension, 1);
    const tensor = new Tensor('float32', new Float32Array(length).fill(0.5), shape);
    tensors.set(shape.join(), tensor);
    return tensor;
  };
}

function productsGraph(products: readonly Product[]): Uint8Array {
  const graph = new OnnxGraph('products');
  for (const [index, product] of products.entries()) {
    const shapes = shapesOf(product);
    const left = graph.input(`left.${index}`, 'float32', shapes.left);
    const right = graph.input(`right.${index}`, 'float32', shapes.right);
    const { leftTransposed = false, rightTransposed = false } = product;
    const value =
      product.count === 1
        ? graph.node('Gemm', [left, right], { transA: Number(leftTransposed), transB: Number(rightTransposed) })
        : graph.node('MatMul', [left, right]);
    graph.output(`product.${index}`, value, 'float32', shapes.product);
  }
  return graph.finish();
}

interface Shapes {
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly product: readonly number[];
}

/** As they lie in memory. */
function shapesOf({ count, rows, inner, columns, leftTransposed, rightTransposed }: Product): Shapes {
  const stack = count === 1 ? [] : [count];
  return {
    left: [...stack, ...(leftTransposed === true ? [inner, rows] : [rows, inner])],
    right: [...stack, ...(rightTransposed === true ? [columns, inner] : [inner, columns])],
    product: [...stack, rows, columns],
  };
}
