// What MyGPT costs and how it stands to its peers and goals: the tables of the other benchmarks in brief.
// `npm run bench` prints it in about five minutes; `npm run bench -- --all` adds the long ones. A peer that is not installed is
// left out.
import { messageOf } from '../../src/errors';
import { corpusSizesSection, ALL_CORPORA, SMALL_CORPORA } from './sections/corpusSizes';
import { FEW_SIZES, growthSection, MANY_SIZES } from './sections/growth';
import { INFERENCE_ROUNDS, inferenceSection, type InferenceRounds } from './sections/inference';
import { raceSection } from './sections/race';
import { STEPS_OPTIONS, stepsSection } from './sections/steps';
import { tensorFlowSection } from './sections/tensorFlow';
import { type Figure, printSummary } from './summary';

const FEW_ROUNDS: InferenceRounds = {
  windows: 100,
  suggestions: 50,
  starts: 5,
  suggestionsOfUsage: 300,
  idleSeconds: 5,
};

type Section = () => readonly Figure[] | Promise<readonly Figure[]>;

/** In the order in which they are printed. */
function sectionsOf(all: boolean): Readonly<Record<string, Section>> {
  return {
    'An iteration beside its peers': () => stepsSection({ ...STEPS_OPTIONS, blocks: all ? STEPS_OPTIONS.blocks : 4 }),
    Growth: () => growthSection('fast', all ? MANY_SIZES : FEW_SIZES),
    'Time and memory by the size of the text': () => corpusSizesSection('fast', all ? ALL_CORPORA : SMALL_CORPORA),
    'A suggestion': () => inferenceSection(all ? INFERENCE_ROUNDS : FEW_ROUNDS),
    'TensorFlow.js': () => tensorFlowSection(4),
    ...(all && { 'Time to a good model': () => raceSection(1) }),
  };
}

async function main(all: boolean): Promise<void> {
  const figures: Figure[] = [];
  for (const [title, section] of Object.entries(sectionsOf(all))) {
    console.log(`${title}\n${'='.repeat(title.length)}`);
    try {
      figures.push(...(await section()));
    } catch (error) {
      // The other tables are worth having all the same.
      console.log(`This could not be measured: ${messageOf(error)}\n`);
      process.exitCode = 1;
    }
  }
  printSummary(figures);
}

void main(process.argv.includes('--all'));
