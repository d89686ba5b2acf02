import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TrainingDone, TrainingProgress, TrainingSample } from '../../src/training/types';
import { BuiltProgram } from '../unit/builtProgram';
import { runCommand } from './runCommand';
import { TEXT } from './workload';

type Line = TrainingProgress | TrainingSample | TrainingDone;

/** A training of the command line that has ended; its folders last as long as they are used. */
export interface CommandTraining {
  /** With nothing in it but tiny Shakespeare. */
  readonly textFolder: string;
  readonly modelFolder: string;
  readonly done: TrainingDone;
}

/** Trains on tiny Shakespeare through the command line, as `options` say, and lets `use` look at what it made. */
export async function trainByCommand<T>(
  options: readonly string[],
  onProgress: (progress: TrainingProgress) => void,
  use: (training: CommandTraining) => T | Promise<T>,
): Promise<T> {
  const program = new BuiltProgram('src/cli.ts');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mygpt-bench-'));
  try {
    copyFileSync(TEXT, path.join(folder, 'text.txt'));
    const modelFolder = path.join(folder, 'model');
    let done: TrainingDone | undefined;
    await runCommand(program.script, ['train', folder, '--out', modelFolder, ...options, '--json'], (text) => {
      const line = JSON.parse(text) as Line;
      if (line.type === 'progress') onProgress(line);
      if (line.type === 'done') done = line;
    });
    if (!done) throw new Error('The training ended without a model.');
    return await use({ textFolder: folder, modelFolder, done });
  } finally {
    program.remove();
    rmSync(folder, { recursive: true });
  }
}
