import type { GenerateRequest, Prediction } from '../../inference/types';
import { arrayOf, isNumber, isString, objectOf, oneOf, optional, unionOf, type Guard } from '../../guards';
import { isWithinLimits } from './settings';

/** The model that the generator uses, as far as its page shows it. */
export type ModelState =
  | { readonly state: 'loading' | 'none' }
  | {
      readonly state: 'ready';
      readonly name: string;
      readonly parameters: number;
      readonly contextLength: number;
      readonly vocabularySize: number;
    }
  | { readonly state: 'failed'; readonly message: string };

/** The present or the last continuation. */
export interface Generation {
  readonly state: 'running' | 'finished' | 'stopped' | 'failed';
  readonly prompt: string;
  /** The continuation so far, without the prompt. */
  readonly text: string;
  /** Why it failed, in one sentence. */
  readonly message?: string;
}

/** From the page, after its `ready`. */
export type GeneratorViewMessage =
  | { readonly type: 'predict'; readonly prompt: string }
  | { readonly type: 'generate'; readonly request: GenerateRequest }
  | { readonly type: 'stop' }
  | { readonly type: 'train' };

/** To the page. */
export type GeneratorPageMessage =
  | { readonly type: 'model'; readonly model: ModelState }
  /** The whole continuation: when it begins, when it ends, and when the page is shown anew. */
  | { readonly type: 'generation'; readonly generation: Generation }
  /** More of the running continuation. */
  | { readonly type: 'text'; readonly text: string }
  /** What may follow `prompt`, highest first. */
  | { readonly type: 'predictions'; readonly prompt: string; readonly predictions: readonly Prediction[] }
  | { readonly type: 'predictionFailed'; readonly prompt: string; readonly message: string };

const isGenerateRequest: Guard<GenerateRequest> = (value): value is GenerateRequest =>
  hasRequestShape(value) && isWithinLimits(value);

const hasRequestShape = objectOf<GenerateRequest>({
  prompt: isString,
  length: isNumber,
  temperature: isNumber,
  topK: isNumber,
  seed: isNumber,
});

export const isGeneratorViewMessage = unionOf<GeneratorViewMessage>({
  predict: objectOf({ type: oneOf('predict'), prompt: isString }),
  generate: objectOf({ type: oneOf('generate'), request: isGenerateRequest }),
  stop: objectOf({ type: oneOf('stop') }),
  train: objectOf({ type: oneOf('train') }),
});

type ReadyModel = Extract<ModelState, { state: 'ready' }>;
type FailedModel = Extract<ModelState, { state: 'failed' }>;

const isReadyModel = objectOf<ReadyModel>({
  state: oneOf('ready'),
  name: isString,
  parameters: isNumber,
  contextLength: isNumber,
  vocabularySize: isNumber,
});
const isFailedModel = objectOf<FailedModel>({ state: oneOf('failed'), message: isString });
const isOtherModel = objectOf<{ readonly state: 'loading' | 'none' }>({ state: oneOf('loading', 'none') });

const isModelState: Guard<ModelState> = (value): value is ModelState =>
  isReadyModel(value) || isFailedModel(value) || isOtherModel(value);

const isGeneration = objectOf<Generation>({
  state: oneOf<Generation['state']>('running', 'finished', 'stopped', 'failed'),
  prompt: isString,
  text: isString,
  message: optional(isString),
});

const isPrediction = objectOf<Prediction>({ character: isString, probability: isNumber });

export const isGeneratorPageMessage = unionOf<GeneratorPageMessage>({
  model: objectOf({ type: oneOf('model'), model: isModelState }),
  generation: objectOf({ type: oneOf('generation'), generation: isGeneration }),
  text: objectOf({ type: oneOf('text'), text: isString }),
  predictions: objectOf({ type: oneOf('predictions'), prompt: isString, predictions: arrayOf(isPrediction) }),
  predictionFailed: objectOf({ type: oneOf('predictionFailed'), prompt: isString, message: isString }),
});
