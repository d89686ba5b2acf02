// How much each choice of the preset `fast` brings: recipes side by side, with equal processor time. `npm run bench study
// [SECONDS]` makes the missing trainings of the study, of which none begins after so many seconds, adds them to study.json
// and writes study.md; `npm run bench study speeds` measures what an iteration takes, first; `npm run bench study table`
// writes study.md only.
import { PLAN, type Trial } from './studyPlan';
import { addOutcome, addSpeeds, keyOf, readResults, type Results } from './studyResults';
import { measureSpeeds } from './studySpeeds';
import { writeTable } from './studyTable';
import { readStudyText, trainVariant } from './studyTraining';
import { shapeOf, type Variant, variantOf } from './studyVariants';

async function main(argument = String(Infinity)): Promise<void> {
  if (argument === 'speeds') addSpeeds(await measureSpeeds(readResults().speeds));
  else if (argument !== 'table') await makeMissing(1000 * Number(argument));
  writeTable(readResults());
}

async function makeMissing(milliseconds: number): Promise<void> {
  const begin = performance.now();
  for (const trial of missing()) {
    if (performance.now() - begin > milliseconds) return;
    await make(trial);
  }
}

function missing(): readonly Trial[] {
  const made = new Set(readResults().outcomes.map(keyOf));
  return PLAN.filter((trial) => !made.has(keyOf(trial)));
}

async function make(trial: Trial): Promise<void> {
  const variant = variantOf(trial.variant);
  const steps = stepsOf(trial, variant, readResults());
  const losses = await trainVariant(variant, readStudyText(trial.text, trial.characters), steps, trial.seed);
  addOutcome({ ...trial, steps, ...losses });
  const { text, characters = 'all', seed } = trial;
  console.log(
    `${trial.variant} on ${text} (${characters}), seed ${seed}, ${steps} iterations: ${losses.heldOut.toFixed(4)}`,
  );
}

function stepsOf({ length }: Trial, variant: Variant, { speeds }: Results): number {
  if ('steps' in length) return length.steps;
  const milliseconds = speeds[shapeOf(variant)];
  if (milliseconds === undefined) throw new Error('Run this first: npm run bench study speeds');
  return Math.round((1000 * length.seconds) / milliseconds);
}

void main(process.argv[2]);
