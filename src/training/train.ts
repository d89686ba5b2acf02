import path from 'node:path';
import { BatchSampler } from '../corpus/batches';
import { Random } from '../random';
import type { TrainingControl } from './control';
import { chooseEngine, type EngineChoice } from './engines/choose';
import { createEngine } from './engines/create';
import type { Batch } from './engines/engine';
import { emptyBatch } from './evaluation';
import { RunFolder } from './runFolder';
import { TrainingSampler } from './sampler';
import { beginning, resumedPoint, type StartingPoint } from './startingPoint';
import { Trainer, type TrainingParts } from './trainer';
import type { TrainingEvent, TrainingRequest } from './types';

/** Built beside whatever this is built into. */
const TENSORFLOW_PROBE = path.join(__dirname, 'tensorflow-probe.js');
const PROVIDER_PROBE = path.join(__dirname, 'provider-probe.js');
const TRAINING_WORKER = path.join(__dirname, 'training-worker.js');

/**
 * Trains a model as requested, from the text to the saved folder, telling `emit` what happens.
 *
 * @throws UserError if the text is too short, another training holds the folder, the disk is full …; a checkpoint is kept.
 * CancelledError if it is stopped before it has learnt anything.
 */
export async function train(
  request: TrainingRequest,
  control: TrainingControl,
  emit: (event: TrainingEvent) => void,
): Promise<void> {
  const choice = await chooseEngine(request, TENSORFLOW_PROBE, control.stopped);
  const folder = await RunFolder.acquire(request.modelFolder);
  try {
    if (!request.resume) await folder.clear();
    const hooks = { emit, signal: control.stopped };
    const start = request.resume ? await resumedPoint(request, folder, hooks) : await beginning(request, hooks);
    const parts = await assemble(request, choice, start, folder, control.stopped, emit);
    await new Trainer(parts, control, emit).run();
  } finally {
    await folder.release();
  }
}

async function assemble(
  request: TrainingRequest,
  choice: EngineChoice,
  start: StartingPoint,
  folder: RunFolder,
  signal: AbortSignal,
  emit: (event: TrainingEvent) => void,
): Promise<TrainingParts> {
  const { configuration, corpus, origin, recipe, state } = start;
  const drawBatch = () => someBatch(start);
  const engine = await createEngine(
    { ...request, ...start, choice, drawBatch, providerProbe: PROVIDER_PROBE, trainingWorker: TRAINING_WORKER, signal },
    (engineReason, step) => {
      const { preset, steps } = recipe;
      const parameters = state.parameters.length;
      emit({ type: 'started', engine: choice.engine, engineReason, preset, parameters, step, steps, origin });
    },
  );
  const sampler = await TrainingSampler.create(configuration, corpus.vocabulary);
  return { ...start, request, engine, sampler, folder };
}

/** Drawn beside the training's own batches, which so stay the same. */
function someBatch({ corpus, recipe, seed }: StartingPoint): Batch {
  const batch = emptyBatch(recipe);
  const sampler = new BatchSampler(corpus.training, recipe.contextLength, recipe.batchSize, new Random(seed));
  sampler.next(batch.tokens, batch.targets);
  return batch;
}
