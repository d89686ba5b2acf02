import { loadOfMachine } from '../interleaved';
import type { Figure } from '../summary';
import { withWorkspace } from '../syntheticWorkspace';
import { printTable } from '../table';
import { timeTraining, type TrainingTimes } from '../timedTraining';

const STEPS = 60;
/** The largest that the training process may have. */
const MEMORY_GOAL_MEGABYTES = 600;

export const SMALL_CORPORA: readonly number[] = [100_000, 1_000_000, 10_000_000];
export const ALL_CORPORA: readonly number[] = [...SMALL_CORPORA, 100_000_000];

/** Prints what a training takes in time and memory, by the bytes of its workspace. */
export async function corpusSizesSection(preset: string, sizes: readonly number[]): Promise<Figure[]> {
  const trainings: TrainingTimes[] = [];
  for (const size of sizes) {
    trainings.push(await withWorkspace(size, ({ folder }) => timeTraining(folder, preset, STEPS)));
  }
  console.log(`A training of ${STEPS} iterations, preset ${preset}, by the size of its workspace.`);
  console.log(`Seconds since the process began; the load of the machine is ${loadOfMachine()}.`);
  printTable(
    ['workspace', 'characters', 's, text read', 's, first iteration', 'ms an iteration', 's, model saved', 'peak MB'],
    trainings.map((training, index) => [
      inWords(sizes[index] ?? NaN),
      training.characters,
      training.readSeconds.toFixed(2),
      training.firstIterationSeconds.toFixed(2),
      training.iterationMilliseconds.toFixed(1),
      training.endSeconds.toFixed(1),
      training.peakMegabytes,
    ]),
  );
  return [memoryFigure(preset, trainings, sizes)];
}

function memoryFigure(preset: string, trainings: readonly TrainingTimes[], sizes: readonly number[]): Figure {
  const peak = Math.max(...trainings.map(({ peakMegabytes }) => peakMegabytes));
  return {
    what: `memory of a training, preset ${preset}, workspace of ${inWords(Math.max(...sizes))}`,
    measured: `${peak} MB`,
    goal: { inWords: `≤ ${MEMORY_GOAL_MEGABYTES} MB`, reached: peak <= MEMORY_GOAL_MEGABYTES },
    command: 'npm run bench corpusSizes',
  };
}

function inWords(bytes: number): string {
  return bytes >= 1e6 ? `${bytes / 1e6} MB` : `${bytes / 1e3} KB`;
}
