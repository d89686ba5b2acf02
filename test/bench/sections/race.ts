import os from 'node:os';
import { readCorpus } from '../../../src/corpus/corpus';
import { DEFAULT_CORPUS_OPTIONS } from '../../../src/corpus/types';
import { decodeCheckpoint } from '../../../src/model/checkpoint';
import { readModelFolder } from '../../../src/model/folder';
import { OnnxRuntimeEngine } from '../../../src/training/engines/onnxruntime';
import { Evaluation } from '../../../src/training/evaluation';
import { recipeOf } from '../../../src/training/presets';
import { type CommandTraining, trainByCommand } from '../commandTraining';
import { measure, type Run } from '../interleaved';
import { describePyTorch, findPyTorch, NOTEBOOK, PyTorchSteps } from '../peers/pytorch';
import { median } from '../statistics';
import type { Figure } from '../summary';
import { printTable } from '../table';
import { workloadOf } from '../workload';

/** What the notebook's recipe reaches with PyTorch, and how many iterations it needs for it. */
const REFERENCE_LOSS = 1.639;
const REFERENCE_STEPS = 5000;
const GOAL = 5;

const BLOCKS = 3;
const SEED = 1;

/**
 * Trains with the preset `fast` for so many minutes, and prints how long the notebook's recipe would take in PyTorch to the same
 * held-out loss: its iterations are measured before and after.
 */
export async function raceSection(minutes: number): Promise<Figure[]> {
  const found = findPyTorch();
  console.log(`${describePyTorch(found)}.`);
  if (!found) return [];
  const threads = os.availableParallelism();
  const pytorch = new PyTorchSteps(found, NOTEBOOK, workloadOf('notebook'), threads);
  try {
    const before = await stepMilliseconds(pytorch.run);
    const { loss, seconds, steps } = await trainFast(minutes);
    const after = await stepMilliseconds(pytorch.run);
    const reference = (REFERENCE_STEPS * median([before, after])) / 1000;
    console.log(`Tiny Shakespeare, ${threads} threads; the held-out loss is the notebook's, of 100 batches:`);
    printTable(
      ['', 'held-out loss', 'iterations', 's'],
      [
        ['preset fast', loss.toFixed(3), steps, seconds.toFixed(1)],
        [
          `${NOTEBOOK.name} (${before.toFixed(1)}, ${after.toFixed(1)} ms)`,
          REFERENCE_LOSS,
          REFERENCE_STEPS,
          reference.toFixed(1),
        ],
      ],
    );
    return [figureOf(loss, reference / seconds)];
  } finally {
    pytorch.end();
  }
}

async function stepMilliseconds(run: Run): Promise<number> {
  return median((await measure([run], BLOCKS)).flat(2));
}

interface Trained {
  readonly loss: number;
  readonly seconds: number;
  readonly steps: number;
}

async function trainFast(minutes: number): Promise<Trained> {
  return await trainByCommand(
    ['--preset', 'fast', '--minutes', String(minutes)],
    () => undefined,
    async (training) => ({
      loss: await heldOutLoss(training),
      seconds: training.done.elapsedSeconds,
      steps: training.done.steps,
    }),
  );
}

/** Of the saved model, measured as the notebook measures: of more batches than the preset `fast` takes the time for. */
async function heldOutLoss({ textFolder, modelFolder }: CommandTraining): Promise<number> {
  const { configuration, safetensors } = await readModelFolder(modelFolder);
  const corpus = await readCorpus({ ...DEFAULT_CORPUS_OPTIONS, folders: [{ path: textFolder, exclude: ['model'] }] });
  const parameters = decodeCheckpoint(safetensors, configuration);
  const zeros = new Float32Array(parameters.length);
  const state = { parameters, firstMoment: zeros, secondMoment: zeros, step: 0 };
  const recipe = recipeOf('notebook');
  const engine = await OnnxRuntimeEngine.create(configuration, recipe, state, os.availableParallelism());
  return await new Evaluation(corpus, recipe, SEED).validationLoss(engine);
}

function figureOf(loss: number, ratio: number): Figure {
  return {
    what: 'time of preset fast to the notebook’s held-out loss, beside the notebook’s model in PyTorch',
    measured: `${loss.toFixed(3)} in 1/${ratio.toFixed(1)}`,
    goal: { inWords: `≤ ${REFERENCE_LOSS} in ≤ 1/${GOAL}`, reached: loss <= REFERENCE_LOSS && ratio >= GOAL },
    command: 'npm run bench race',
  };
}
