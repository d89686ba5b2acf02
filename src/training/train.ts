import path from 'node:path';
import type { Corpus } from '../corpus/assemble';
import { BatchSampler } from '../corpus/batches';
import { readCorpus, type ReadProgress } from '../corpus/corpus';
import { requireTrainable } from '../corpus/trainable';
import type { Vocabulary } from '../corpus/vocabulary';
import { MODEL_FORMAT, type ModelConfiguration } from '../model/configuration';
import { hasModel } from '../model/folder';
import { initialParameters, parameterLayout } from '../model/parameters';
import { Random } from '../random';
import { type Checkpoint, readCheckpoint } from './checkpoint';
import type { TrainingControl } from './control';
import { chooseEngine, type EngineChoice } from './engines/choose';
import { createEngine } from './engines/create';
import type { Batch, OptimizerState } from './engines/engine';
import { emptyBatch } from './evaluation';
import { fitToText, type Recipe, type RecipeChanges, recipeOf } from './presets';
import { RunFolder } from './runFolder';
import { TrainingSampler } from './sampler';
import { Trainer, type TrainingParts } from './trainer';
import type { TrainingEvent, TrainingRequest } from './types';

/** Built beside whatever this is built into. */
const TENSORFLOW_PROBE = path.join(__dirname, 'tensorflow-probe.js');
const PROVIDER_PROBE = path.join(__dirname, 'provider-probe.js');

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
    const checkpoint = request.resume ? await readCheckpoint(folder.checkpoint) : undefined;
    if (!checkpoint) await folder.clear();
    const recipe = checkpoint ? resumedRecipe(checkpoint, request) : recipeOf(request.preset, changesOf(request));
    const corpus = await readText(request, recipe, checkpoint, control.stopped, emit);
    const fitted = checkpoint ? recipe : fitToText(recipe, corpus.training.length);
    const parts = await assemble(request, choice, fitted, corpus, folder, checkpoint, control.stopped, emit);
    await new Trainer(parts, control, emit).run();
  } finally {
    await folder.release();
  }
}

/** A run goes on as it began; only how long it goes may be said anew. */
function resumedRecipe(
  { recipe }: Checkpoint,
  { steps = recipe.steps, minutes = recipe.minutes }: TrainingRequest,
): Recipe {
  return { ...recipe, steps, minutes };
}

function changesOf({ steps, minutes, contextLength, evaluationInterval }: TrainingRequest): RecipeChanges {
  return {
    ...(steps !== undefined && { steps }),
    ...(minutes !== undefined && { minutes }),
    ...(contextLength !== undefined && { contextLength }),
    ...(evaluationInterval !== undefined && { evaluationInterval }),
  };
}

async function readText(
  request: TrainingRequest,
  recipe: Recipe,
  checkpoint: Checkpoint | undefined,
  signal: AbortSignal,
  emit: (event: TrainingEvent) => void,
): Promise<Corpus> {
  const onProgress = (progress: ReadProgress) => emit({ type: 'reading', ...progress });
  const read = await readCorpus(request.corpus, { onProgress, signal });
  const corpus = checkpoint ? inVocabulary(read, checkpoint.vocabulary) : read;
  requireTrainable(corpus, recipe.contextLength);
  emit({ type: 'corpus', summary: corpus.summary });
  return corpus;
}

/** The same text in the tokens of a model that is trained already: it may have changed since the checkpoint. */
function inVocabulary(corpus: Corpus, vocabulary: Vocabulary): Corpus {
  const ids = corpus.vocabulary.characters.map((character) => vocabulary.id(character));
  const translate = (tokens: Uint16Array) => {
    const known = tokens.filter((token) => ids[token] !== undefined);
    return known.map((token) => ids[token] ?? 0);
  };
  return { ...corpus, vocabulary, training: translate(corpus.training), heldOut: translate(corpus.heldOut) };
}

async function assemble(
  request: TrainingRequest,
  choice: EngineChoice,
  recipe: Recipe,
  corpus: Corpus,
  folder: RunFolder,
  checkpoint: Checkpoint | undefined,
  signal: AbortSignal,
  emit: (event: TrainingEvent) => void,
): Promise<TrainingParts> {
  const configuration = checkpoint?.configuration ?? configurationOf(recipe, corpus.vocabulary);
  const seed = checkpoint?.seed ?? request.seed;
  const random = new Random(seed);
  const state = checkpoint?.state ?? initialState(configuration, random);
  if (checkpoint) random.state = checkpoint.random;

  const drawBatch = () => someBatch(corpus, recipe, seed);
  const engine = await createEngine(
    { ...request, choice, configuration, recipe, state, drawBatch, providerProbe: PROVIDER_PROBE, signal },
    (engineReason, step) => {
      const { preset, steps } = recipe;
      const parameters = state.parameters.length;
      emit({ type: 'started', engine: choice.engine, engineReason, preset, parameters, step, steps });
    },
  );
  const sampler = await TrainingSampler.create(configuration, corpus.vocabulary);
  const isFirst = !(await hasModel(request.modelFolder));
  const parts = { request, seed, recipe, configuration, corpus, engine, sampler, folder, isFirst, random };
  return checkpoint ? { ...parts, earlier: checkpoint } : parts;
}

/** Drawn beside the training's own batches, which so stay the same. */
function someBatch({ training }: Corpus, recipe: Recipe, seed: number): Batch {
  const batch = emptyBatch(recipe);
  const sampler = new BatchSampler(training, recipe.contextLength, recipe.batchSize, new Random(seed));
  sampler.next(batch.tokens, batch.targets);
  return batch;
}

function configurationOf(recipe: Recipe, vocabulary: Vocabulary): ModelConfiguration {
  return {
    format: MODEL_FORMAT,
    context_length: recipe.contextLength,
    d_embed: recipe.embeddingWidth,
    n_head: recipe.heads,
    n_layer: recipe.layers,
    vocab_size: vocabulary.size,
    ...recipe.architecture,
  };
}

function initialState(configuration: ModelConfiguration, random: Random): OptimizerState {
  const layout = parameterLayout(configuration);
  const zeros = () => new Float32Array(layout.length);
  return { parameters: initialParameters(layout, random), firstMoment: zeros(), secondMoment: zeros(), step: 0 };
}
