import { growthPoint } from '../growthPoint';
import { loadOfMachine } from '../interleaved';
import { inThreads, threadCounts } from '../stepComparison';
import { type Cell, printTable } from '../table';
import { describeWorkload, type SizeChanges, workloadOf } from '../workload';

/** What is changed, one at a time. */
export interface Sizes {
  readonly width: readonly number[];
  readonly layers: readonly number[];
  readonly context: readonly number[];
  readonly batch: readonly number[];
}

export const FEW_SIZES: Sizes = { width: [192], layers: [3], context: [128], batch: [8] };

export const MANY_SIZES: Sizes = {
  width: [64, 96, 128, 192, 256],
  layers: [3, 6, 12],
  context: [32, 64, 128, 256],
  batch: [4, 8, 16, 32, 64],
};

/** Prints how the cost of an iteration grows, and how much of the processor's arithmetic it uses. */
export function growthSection(preset: string, sizes: Sizes): void {
  const workload = workloadOf(preset);
  const { batchSize, contextLength, embeddingWidth, heads } = workload.recipe;
  const headWidth = embeddingWidth / heads;
  console.log(
    `How the cost grows from the ${describeWorkload(workload)}; the load of the machine is ${loadOfMachine()}.`,
  );
  console.log('The limit is what the same matrix products come to in ONNX Runtime with nothing between them.');
  const changes: [name: string, changes: SizeChanges][] = [
    ['', {}],
    ...sizes.width.map((width): [string, SizeChanges] => [
      `width ${width}, ${width / headWidth} heads`,
      { embeddingWidth: width, heads: width / headWidth },
    ]),
    ...sizes.layers.map((layers): [string, SizeChanges] => [`${layers} layers`, { layers }]),
    ...sizes.context.map((length): [string, SizeChanges] => [`context ${length}`, { contextLength: length }]),
    ...sizes.batch.map((size): [string, SizeChanges] => [`batch ${size}`, { batchSize: size }]),
  ];
  printTable(
    ['', 'GFLOP', ...threadCounts().flatMap(columnsOf)],
    changes.map(([name, change]) => {
      const characters = (change.batchSize ?? batchSize) * (change.contextLength ?? contextLength);
      return [name, ...cellsOf(preset, change, characters)];
    }),
  );
}

function columnsOf(threads: number): string[] {
  return [`ms, ${inThreads(threads)}`, 'µs a character', 'GFLOP/s', 'of the limit'];
}

function cellsOf(preset: string, change: SizeChanges, characters: number): Cell[] {
  const point = growthPoint(preset, change);
  const operations = point[0]?.operations ?? NaN;
  return [
    (operations / 1e9).toFixed(2),
    ...point.flatMap(({ milliseconds, gigaOperations, limit, share }) => [
      milliseconds.toFixed(1),
      ((1000 * milliseconds) / characters).toFixed(1),
      gigaOperations.toFixed(0),
      `${Math.round(100 * share)} % of ${limit.toFixed(0)}`,
    ]),
  ];
}
