import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BuiltProgram } from '../unit/builtProgram';
import { runCommand } from './runCommand';

/** What a training took. Seconds count from the beginning of its process. */
export interface TrainingTimes {
  /** Of the text, after what is left out of it. */
  readonly characters: number;
  /** When the text was read. */
  readonly readSeconds: number;
  /** When the first iteration began. */
  readonly firstIterationSeconds: number;
  /** The mean. */
  readonly iterationMilliseconds: number;
  /** When the model was saved. */
  readonly endSeconds: number;
  /** The most memory that the process had. */
  readonly peakMegabytes: number;
}

/**
 * Trains on a folder in a process of its own, as the extension does: reading, so many iterations, one evaluation, one
 * checkpoint, two samples, saving. A longer training repeats these and needs no more memory.
 */
export async function timeTraining(folder: string, preset: string, steps: number): Promise<TrainingTimes> {
  const program = new BuiltProgram('test/bench/timedTrainingProgram.ts');
  const results = mkdtempSync(path.join(os.tmpdir(), 'mygpt-bench-'));
  try {
    let output = '';
    const args = [folder, path.join(results, 'model'), preset, String(steps)];
    await runCommand(program.script, args, (line) => (output += line));
    return JSON.parse(output) as TrainingTimes;
  } finally {
    program.remove();
    rmSync(results, { recursive: true });
  }
}
