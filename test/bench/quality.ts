// How well the presets learn, beside the reference in PyTorch. `npm run bench quality [ITERATIONS]` trains the preset
// `notebook` on tiny Shakespeare through the command line (500 iterations unless told) and prints the held-out loss as it
// goes; `npm run bench quality fast [MINUTES]` does so with the preset `fast`.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TrainingDone, TrainingProgress, TrainingSample } from '../../src/training/types';
import { BuiltProgram } from '../unit/builtProgram';
import { runCommand } from './runCommand';

const TEXT = path.join(__dirname, '../fixtures/tinyshakespeare.txt');
const INTERVAL = 500;

/** Held-out loss of the reference after so many iterations: one seed; another differs by about 0.02. */
const REFERENCE: ReadonlyMap<number, number> = new Map([
  [500, 2.12],
  [1000, 1.951],
  [2000, 1.79],
  [3000, 1.716],
  [4000, 1.669],
  [5000, 1.639],
]);
/** The highest that is good enough. */
const GOALS: ReadonlyMap<number, number> = new Map([
  [500, 2.17],
  [5000, 1.7],
]);

function optionsOf([first = '500', minutes = '3']: readonly string[]): readonly string[] {
  if (first === 'fast') return ['--preset', 'fast', '--minutes', minutes];
  const interval = Math.min(INTERVAL, Number(first));
  return ['--preset', 'notebook', '--steps', first, '--evaluate-every', String(interval)];
}

async function main(options: readonly string[]): Promise<void> {
  const program = new BuiltProgram('src/cli.ts');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mygpt-bench-'));
  try {
    copyFileSync(TEXT, path.join(folder, 'text.txt'));
    const args = ['train', folder, '--out', path.join(folder, 'model'), ...options, '--json'];
    console.log('iteration  training  held-out  reference     goal  seconds');
    await runCommand(program.script, args, (line) => show(JSON.parse(line) as Line));
  } finally {
    program.remove();
    rmSync(folder, { recursive: true });
  }
}

type Line = TrainingProgress | TrainingSample | TrainingDone;

function show(line: Line): void {
  if (line.type !== 'progress') return;
  const { step, trainingLoss, validationLoss, elapsedSeconds } = line;
  const cells = [
    String(step).padStart(9),
    loss(trainingLoss, 10),
    loss(validationLoss, 10),
    loss(REFERENCE.get(step), 11),
    loss(GOALS.get(step), 9),
    elapsedSeconds.toFixed(0).padStart(9),
  ];
  console.log(cells.join(''));
}

function loss(value: number | undefined, width: number): string {
  return (value?.toFixed(3) ?? '').padStart(width);
}

void main(optionsOf(process.argv.slice(2)));
