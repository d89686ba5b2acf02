import os from 'node:os';
import type { Corpus } from '../corpus/assemble';
import { readCorpus, type ReadProgress } from '../corpus/corpus';
import { requireTrainable } from '../corpus/trainable';
import type { Vocabulary } from '../corpus/vocabulary';
import { UserError } from '../errors';
import { MODEL_FORMAT, type ModelConfiguration } from '../model/configuration';
import { initialParameters, parameterLayout } from '../model/parameters';
import { Random } from '../random';
import { type Checkpoint, readCheckpoint } from './checkpoint';
import type { TrainingControl } from './control';
import type { Engine, OptimizerState } from './engines/engine';
import { OnnxRuntimeEngine } from './engines/onnxruntime';
import { type Recipe, recipeOf } from './presets';
import { RunFolder } from './runFolder';
import { TrainingSampler } from './sampler';
import { Trainer, type TrainingParts } from './trainer';
import type { TrainingEvent, TrainingRequest } from './types';

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
  requireEngine(request.engine);
  const folder = await RunFolder.acquire(request.modelFolder);
  try {
    const checkpoint = request.resume ? await readCheckpoint(folder.checkpoint) : undefined;
    if (!checkpoint) await folder.clear();
    const recipe = checkpoint ? resumedRecipe(checkpoint, request) : recipeOf(request.preset, changesOf(request));
    const corpus = await readText(request, recipe, checkpoint, control.stopped, emit);
    const parts = await assemble(request, recipe, corpus, folder, checkpoint, emit);
    await new Trainer(parts, control, emit).run();
  } finally {
    await folder.release();
  }
}

function requireEngine(engine: TrainingRequest['engine']): void {
  if (engine !== 'tensorflow') return;
  throw new UserError(
    'The TensorFlow engine is not part of this version of MyGPT. Choose the engine “auto” or “onnxruntime”.',
  );
}

/** A run goes on as it began; only how long it goes may be said anew. */
function resumedRecipe({ recipe }: Checkpoint, { steps = recipe.steps }: TrainingRequest): Recipe {
  return { ...recipe, steps };
}

function changesOf({ steps, contextLength, evaluationInterval }: TrainingRequest): Parameters<typeof recipeOf>[1] {
  return {
    ...(steps !== undefined && { steps }),
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
  recipe: Recipe,
  corpus: Corpus,
  folder: RunFolder,
  checkpoint: Checkpoint | undefined,
  emit: (event: TrainingEvent) => void,
): Promise<TrainingParts> {
  const configuration = checkpoint?.configuration ?? configurationOf(recipe, corpus.vocabulary);
  const seed = checkpoint?.seed ?? request.seed;
  const random = new Random(seed);
  const state = checkpoint?.state ?? initialState(configuration, random);
  if (checkpoint) random.state = checkpoint.random;

  const engine = await createEngine(configuration, recipe, state, request.threads);
  emit({
    type: 'started',
    engine: engine.name,
    preset: recipe.preset,
    parameters: state.parameters.length,
    step: state.step,
    steps: recipe.steps,
  });
  const sampler = await TrainingSampler.create(configuration, corpus.vocabulary);
  const parts = { request, seed, recipe, configuration, corpus, engine, sampler, folder, random };
  return checkpoint ? { ...parts, earlier: checkpoint } : parts;
}

function configurationOf(recipe: Recipe, vocabulary: Vocabulary): ModelConfiguration {
  return {
    format: MODEL_FORMAT,
    context_length: recipe.contextLength,
    d_embed: recipe.embeddingWidth,
    n_head: recipe.heads,
    n_layer: recipe.layers,
    vocab_size: vocabulary.size,
  };
}

function initialState(configuration: ModelConfiguration, random: Random): OptimizerState {
  const layout = parameterLayout(configuration);
  const zeros = () => new Float32Array(layout.length);
  return { parameters: initialParameters(layout, random), firstMoment: zeros(), secondMoment: zeros(), step: 0 };
}

function createEngine(
  configuration: ModelConfiguration,
  recipe: Recipe,
  state: OptimizerState,
  threads: number,
): Promise<Engine> {
  return OnnxRuntimeEngine.create(configuration, recipe.batchSize, state, threads > 0 ? threads : defaultThreads());
}

/** One for each core; where there are many, half of them are most likely the second halves of a core. */
function defaultThreads(): number {
  const processors = os.availableParallelism();
  return processors <= 2 ? processors : Math.min(8, Math.ceil(processors / 2));
}
