import { execFileSync } from 'node:child_process';
import { type Arithmetic, measureArithmetic } from './arithmetic';
import { threadCounts } from './stepComparison';
import { type SizeChanges, workloadOf } from './workload';

/** An iteration of a preset in another size, for each number of threads. */
export type GrowthPoint = readonly Arithmetic[];

/** In a process of its own, since ONNX Runtime keeps the memory of a session that has ended. */
export function growthPoint(preset: string, changes: SizeChanges): GrowthPoint {
  const args = ['--import', 'tsx', __filename, preset, JSON.stringify(changes)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as GrowthPoint;
}

async function measurePoint(preset: string, changes: SizeChanges): Promise<void> {
  const point: Arithmetic[] = [];
  for (const threads of threadCounts()) {
    point.push(await measureArithmetic(workloadOf(preset, changes), threads));
  }
  console.log(JSON.stringify(point));
}

const [script, preset, changes] = process.argv.slice(1);
if (script === __filename && preset !== undefined && changes !== undefined) {
  void measurePoint(preset, JSON.parse(changes) as SizeChanges);
}
