import { measure, medianRatio } from './interleaved';
import { operationsIn, productsOf, productSteps } from './products';
import { median } from './statistics';
import { ourSteps, type Workload } from './workload';

/** How an iteration stands to what ONNX Runtime's matrix products take at the same shapes, in the same turns. */
export interface Arithmetic {
  readonly threads: number;
  /** In an iteration; a multiplication and its addition are two. */
  readonly operations: number;
  /** The median. */
  readonly milliseconds: number;
  /** A second. */
  readonly gigaOperations: number;
  /** A second, by the products alone. */
  readonly limit: number;
  /** Of the limit. */
  readonly share: number;
}

/** Few iterations of each, since there are many sizes to measure. */
const BLOCKS = 4;
const STEPS_IN_BLOCK = 3;

export async function measureArithmetic(workload: Workload, threads: number): Promise<Arithmetic> {
  const products = productsOf(workload);
  const operations = operationsIn(products);
  const runs = [await ourSteps(workload, threads), await productSteps(products, threads)];
  const [ours = [], alone = []] = await measure(runs, BLOCKS, STEPS_IN_BLOCK);
  const milliseconds = median(ours.flat());
  return {
    threads,
    operations,
    milliseconds,
    gigaOperations: operations / milliseconds / 1e6,
    limit: operations / median(alone.flat()) / 1e6,
    share: medianRatio(alone, ours),
  };
}
