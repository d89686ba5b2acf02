import { isSplitRecord, type SplitRecord } from '../corpus/splitRecord';
import type { Vocabulary } from '../corpus/vocabulary';
import { UserError } from '../errors';
import { isNumber, isString } from '../guards';
import { decodeCheckpoint } from '../model/checkpoint';
import { architectureOf, type ModelConfiguration } from '../model/configuration';
import { hasModel, readModelFolder, type TrainingRecord } from '../model/folder';
import { isContinuedOrigin } from './eventGuards';
import { configurationOf, type Recipe } from './presets';
import type { AnewOrigin, ContinuedOrigin, TrainingPast, TrainingRequest } from './types';

/** The model of an earlier training, which can be trained further. */
export interface EarlierModel {
  readonly configuration: ModelConfiguration;
  readonly vocabulary: Vocabulary;
  readonly parameters: Float32Array;
  /** Undefined for an imported model: nobody knows what it was trained on. */
  readonly split: SplitRecord | undefined;
  readonly origin: ContinuedOrigin;
}

/** What is in the place where a model is to be trained. */
export type FoundModel =
  | { readonly state: 'none' }
  | { readonly state: 'usable'; readonly model: EarlierModel }
  | { readonly state: 'unfit'; readonly origin: AnewOrigin }
  | { readonly state: 'damaged'; readonly origin: AnewOrigin };

/** Looks for a model that a training by the recipe can continue, or for the reason why not. */
export async function findEarlierModel(
  { modelFolder, fresh = false }: Pick<TrainingRequest, 'modelFolder' | 'fresh'>,
  recipe: Recipe,
): Promise<FoundModel> {
  if (!(await hasModel(modelFolder))) return { state: 'none' };
  if (fresh) return unfit('as chosen');
  if (!recipe.warmStart) return unfit(`because the preset ${recipe.preset} always begins anew`);
  try {
    const { configuration, vocabulary, safetensors, training } = await readModelFolder(modelFolder);
    const difference = differenceFrom(recipe, configuration);
    if (difference !== undefined) return unfit(`because the earlier one has ${difference}`);
    const parameters = decodeCheckpoint(safetensors, configuration);
    const { split } = training;
    const known = isSplitRecord(split) ? split : undefined;
    return {
      state: 'usable',
      model: { configuration, vocabulary, parameters, split: known, origin: originOf(training) },
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { state: 'damaged', origin: anew('because the earlier one is damaged, or of another version of MyGPT') };
  }
}

/** Where the text leaves nothing to measure an earlier model on honestly. */
export const NOTHING_TO_MEASURE_ON = anew('because too little text is left that the earlier one was not trained on');

function unfit(reason: string): FoundModel {
  return { state: 'unfit', origin: anew(reason) };
}

function anew(reason: string): AnewOrigin {
  return { type: 'anew', reason };
}

/** In what a model differs from those that the recipe makes, but for its vocabulary. */
function differenceFrom(recipe: Recipe, actual: ModelConfiguration): string | undefined {
  const expected = configurationOf(recipe, actual.vocab_size);
  if (actual.context_length !== expected.context_length) return `a context of ${actual.context_length} characters`;
  const description = (configuration: ModelConfiguration) =>
    JSON.stringify(Object.entries(architectureOf(configuration)).sort());
  return description({ ...actual }) === description({ ...expected }) ? undefined : 'another architecture';
}

function originOf(training: TrainingRecord): ContinuedOrigin {
  const { savedAt, validationLoss } = training;
  return {
    type: 'continued',
    before: pastOf(training),
    ...(isString(savedAt) && { savedAt }),
    ...(isNumber(validationLoss) && { validationLoss }),
  };
}

/** All the trainings that a model has had, the last of which wrote the record. */
function pastOf({ steps, elapsedSeconds, continued }: TrainingRecord): TrainingPast {
  const earlier = isContinuedOrigin(continued) ? continued.before : { runs: 0, steps: 0, seconds: 0 };
  return {
    runs: earlier.runs + 1,
    steps: earlier.steps + (isNumber(steps) ? steps : 0),
    seconds: earlier.seconds + (isNumber(elapsedSeconds) ? elapsedSeconds : 0),
  };
}
