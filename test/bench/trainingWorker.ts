import { BuiltProgram } from '../unit/builtProgram';

let worker: BuiltProgram | undefined;

/** The thread of a training as it ships, built once for as long as the benchmark runs. */
export function trainingWorker(): string {
  if (!worker) {
    const built = new BuiltProgram('src/training/engines/parallel/worker.ts');
    process.once('exit', () => built.remove());
    worker = built;
  }
  return worker.script;
}
