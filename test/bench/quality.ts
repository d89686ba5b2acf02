// How well the presets learn, beside the reference in PyTorch. `npm run bench quality [ITERATIONS]` trains the preset
// `notebook` on tiny Shakespeare through the command line (500 iterations unless told) and prints the held-out loss as it
// goes; `npm run bench quality fast [MINUTES]` does so with the preset `fast`.
import type { TrainingProgress } from '../../src/training/types';
import { trainByCommand } from './commandTraining';

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
  console.log('iteration  training  held-out  reference     goal  seconds');
  await trainByCommand(options, show, () => undefined);
}

function show({ step, trainingLoss, validationLoss, elapsedSeconds }: TrainingProgress): void {
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
