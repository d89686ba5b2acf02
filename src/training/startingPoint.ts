import type { Corpus } from '../corpus/assemble';
import { readCorpus, type ReadProgress } from '../corpus/corpus';
import type { SplitRecord } from '../corpus/splitRecord';
import { requireTrainable } from '../corpus/trainable';
import type { Vocabulary } from '../corpus/vocabulary';
import type { ModelConfiguration } from '../model/configuration';
import { hasModel } from '../model/folder';
import { initialParameters, parameterLayout } from '../model/parameters';
import { Random } from '../random';
import { type Checkpoint, readCheckpoint } from './checkpoint';
import type { OptimizerState } from './engines/engine';
import { configurationOf, fitToText, type Recipe, type RecipeChanges, recipeOf } from './presets';
import type { RunFolder } from './runFolder';
import type { TrainingEvent, TrainingOrigin, TrainingRequest } from './types';
import { type EarlierModel, findEarlierModel, NOTHING_TO_MEASURE_ON } from './warmStart';
import { transferParameters } from './warmStartParameters';
import { warmRecipe } from './warmStartRecipe';

/** What a training begins with, or goes on with. */
export interface StartingPoint {
  readonly recipe: Recipe;
  readonly seed: number;
  readonly corpus: Corpus;
  readonly configuration: ModelConfiguration;
  readonly state: OptimizerState;
  /** Draws the batches. */
  readonly random: Random;
  /** Whether there was no model before that could be used. */
  readonly isFirst: boolean;
  readonly origin: TrainingOrigin | undefined;
  readonly earlier?: Checkpoint;
}

/** Each training of a model draws from a stream of its own, so that it does not see the same windows again. */
const RUN_STREAMS = 2 ** 32;

/** Tells what happens; ends the reading. */
interface Hooks {
  readonly emit: (event: TrainingEvent) => void;
  readonly signal: AbortSignal;
}

/** Where the checkpoint stands. @throws UserError if there is none that can be used */
export async function resumedPoint(request: TrainingRequest, folder: RunFolder, hooks: Hooks): Promise<StartingPoint> {
  const earlier = await readCheckpoint(folder.checkpoint);
  const recipe = resumedRecipe(earlier, request);
  const read = await readText(request, earlier.split, hooks);
  const corpus = announced(inVocabulary(read, earlier.vocabulary), recipe, hooks);
  const { seed, configuration, state, origin } = earlier;
  const random = new Random(seed);
  random.state = earlier.random;
  const isFirst = !(await hasModel(request.modelFolder));
  return { recipe, seed, corpus, configuration, state, random, isFirst, origin, earlier };
}

/** The model that is there, if it can be continued; else a new one. */
export async function beginning(request: TrainingRequest, hooks: Hooks): Promise<StartingPoint> {
  const recipe = recipeOf(request.preset, changesOf(request));
  const found = await findEarlierModel(request, recipe);
  const split = found.state === 'usable' ? found.model.split : undefined;
  const corpus = announced(await readText(request, split, hooks), recipe, hooks);
  if (found.state !== 'usable') {
    const isFirst = found.state !== 'unfit';
    return newModel(request, recipe, corpus, isFirst, found.state === 'none' ? undefined : found.origin);
  }
  if (split && !corpus.continuity) return newModel(request, recipe, corpus, false, NOTHING_TO_MEASURE_ON);
  return continuedModel(request, recipe, corpus, found.model);
}

function newModel(
  { seed }: TrainingRequest,
  recipe: Recipe,
  corpus: Corpus,
  isFirst: boolean,
  origin: TrainingOrigin | undefined,
): StartingPoint {
  const configuration = configurationOf(recipe, corpus.vocabulary.size);
  const random = new Random(seed);
  const state = initialState(configuration, random);
  return {
    recipe: fitToText(recipe, corpus.training.length),
    seed,
    corpus,
    configuration,
    state,
    random,
    isFirst,
    origin,
  };
}

function continuedModel({ seed }: TrainingRequest, recipe: Recipe, corpus: Corpus, model: EarlierModel): StartingPoint {
  const { vocabulary, continuity, training } = corpus;
  const { origin } = model;
  const configuration = configurationOf(recipe, vocabulary.size);
  const random = new Random(seed + origin.before.runs * RUN_STREAMS);
  const state = initialState(configuration, random);
  transferParameters(model, { configuration, vocabulary, parameters: state.parameters });
  const warm = warmRecipe(recipe, training.length, origin.before, continuity?.changedShare);
  return { recipe: warm, seed, corpus, configuration, state, random, isFirst: false, origin };
}

function initialState(configuration: ModelConfiguration, random: Random): OptimizerState {
  const layout = parameterLayout(configuration);
  const zeros = () => new Float32Array(layout.length);
  return { parameters: initialParameters(layout, random), firstMoment: zeros(), secondMoment: zeros(), step: 0 };
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

/** @param earlier how the text of the model or the checkpoint was split */
async function readText(
  request: TrainingRequest,
  earlier: SplitRecord | undefined,
  { emit, signal }: Hooks,
): Promise<Corpus> {
  const onProgress = (progress: ReadProgress) => emit({ type: 'reading', ...progress });
  return readCorpus(request.corpus, { onProgress, signal, earlier });
}

function announced(corpus: Corpus, recipe: Recipe, { emit }: Hooks): Corpus {
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
