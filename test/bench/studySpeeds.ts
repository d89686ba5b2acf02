import { BatchSampler } from '../../src/corpus/batches';
import { emptyBatch } from '../../src/training/evaluation';
import { measure, type Run } from './interleaved';
import { begin, readStudyText, type StudyText } from './studyTraining';
import { shapeOf, type Variant, VARIANTS } from './studyVariants';
import { rounded } from './statistics';

const BLOCKS = 2;

/** What an iteration of each shape of variant takes when nothing disturbs it, in milliseconds, from blocks by turns. */
export async function measureSpeeds(known: Readonly<Record<string, number>>): Promise<Record<string, number>> {
  const text = readStudyText('typescript');
  const shapes = new Map(Object.values(VARIANTS).map((variant) => [shapeOf(variant), variant]));
  for (const shape of Object.keys(known)) shapes.delete(shape);
  const runs = await Promise.all([...shapes.values()].map((variant) => stepsOf(variant, text)));
  const times = await measure(runs, BLOCKS);
  return Object.fromEntries(
    [...shapes.keys()].map((shape, index) => [shape, rounded(undisturbed((times[index] ?? []).flat()), 1)]),
  );
}

async function stepsOf(variant: Variant, text: StudyText): Promise<Run> {
  const { recipe } = variant;
  const { engine, random } = await begin(variant, text.vocabularySize, 1);
  const batches = new BatchSampler(text.training, recipe.contextLength, recipe.batchSize, random);
  const batch = emptyBatch(recipe);
  return async (count) => {
    const times: number[] = [];
    for (let step = 0; step < count; step++) {
      batches.next(batch.tokens, batch.targets);
      const start = performance.now();
      await engine.step(batch, recipe.learningRate);
      times.push(performance.now() - start);
    }
    return times;
  };
}

/** The time that a tenth of the iterations stay below: processes beside it make iterations longer, nothing makes them shorter. */
function undisturbed(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 10)] ?? NaN;
}
