import type { Recipe } from '../../../src/training/presets';
import type { Arithmetic } from '../arithmetic';
import { type GrowthPoint, growthPoint } from '../growthPoint';
import { loadOfMachine } from '../interleaved';
import { inThreads } from '../stepComparison';
import type { Figure } from '../summary';
import { type Cell, printTable } from '../table';
import { type SizeChanges, type Workload, workloadOf } from '../workload';

/** What is changed, one at a time. */
export interface Sizes {
  readonly width: readonly number[];
  readonly layers: readonly number[];
  readonly context: readonly number[];
  readonly batch: readonly number[];
}

export const FEW_SIZES: Sizes = { width: [192], layers: [3], context: [128], batch: [8] };

export const MANY_SIZES: Sizes = {
  width: [64, 128, 192],
  layers: [3, 12],
  context: [32, 128, 256],
  batch: [4, 8, 32],
};

/** A size beside the preset's own. */
interface Variant {
  readonly name: string;
  readonly changes: SizeChanges;
}

const COMMAND = 'npm run bench growth';

/** Prints how the cost of an iteration grows, and how much of the processor's arithmetic it uses. */
export function growthSection(preset: string, sizes: Sizes): Figure[] {
  const workload = workloadOf(preset);
  const variants = variantsOf(workload, sizes);
  const own = growthPoint(preset, {});
  const points = variants.map(({ changes }) => growthPoint(preset, changes));

  console.log(`How the cost of an iteration grows; load of the machine: ${loadOfMachine()}.`);
  console.log(
    'The limit, in GFLOP/s, is what the same matrix products come to in ONNX Runtime with nothing between them.',
  );
  printTable(
    ['', 'GFLOP', ...own.flatMap(columnsOf)],
    [
      [`preset ${preset}`, ...cellsOf(own, workload.recipe)],
      ...variants.map(({ name, changes }, index) => [
        name,
        ...cellsOf(points[index] ?? [], { ...workload.recipe, ...changes }),
      ]),
    ],
  );
  return own.map(({ threads, gigaOperations, limit, share }) => ({
    what: `GFLOP/s of preset ${preset}, ${inThreads(threads)}, and of its matrix products alone`,
    measured: `${gigaOperations.toFixed(0)} of ${limit.toFixed(0)} (${percent(share)})`,
    command: COMMAND,
  }));
}

function variantsOf({ recipe }: Workload, sizes: Sizes): Variant[] {
  const headWidth = recipe.embeddingWidth / recipe.heads; // stays
  return [
    ...sizes.width.map((width) => ({
      name: `width ${width}`,
      changes: { embeddingWidth: width, heads: width / headWidth },
    })),
    ...sizes.layers.map((layers) => ({ name: `${layers} layers`, changes: { layers } })),
    ...sizes.context.map((length) => ({ name: `context ${length}`, changes: { contextLength: length } })),
    ...sizes.batch.map((size) => ({ name: `batch ${size}`, changes: { batchSize: size } })),
  ];
}

function columnsOf({ threads }: Arithmetic): string[] {
  return [`ms, ${inThreads(threads)}`, 'µs a character', 'GFLOP/s', 'of the limit'];
}

function cellsOf(point: GrowthPoint, { batchSize, contextLength }: Recipe): Cell[] {
  const operations = point[0]?.operations ?? NaN;
  return [
    (operations / 1e9).toFixed(2),
    ...point.flatMap(({ milliseconds, gigaOperations, limit, share }) => [
      milliseconds.toFixed(1),
      ((1000 * milliseconds) / (batchSize * contextLength)).toFixed(1),
      gigaOperations.toFixed(0),
      `${percent(share)} of ${limit.toFixed(0)}`,
    ]),
  ];
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
