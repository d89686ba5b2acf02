import { arrayOf, type Guard, isBoolean, isNumber, isString, objectOf, oneOf, unionOf } from '../guards';
import type { GenerateRequest, ModelInformation, Prediction, SuggestRequest, Suggestion } from './types';

/** What the inference process can be asked, and what it answers. */
export interface Calls {
  /** The first call, and only the first. */
  readonly load: { readonly question: LoadQuestion; readonly answer: ModelInformation };
  readonly predict: { readonly question: PredictQuestion; readonly answer: readonly Prediction[] };
  /** The text itself comes before the answer, as `text` messages. */
  readonly generate: { readonly question: GenerateRequest; readonly answer: null };
  readonly suggest: { readonly question: SuggestRequest; readonly answer: Suggestion };
}
export type Method = keyof Calls;

export interface LoadQuestion {
  readonly folder: string;
}

export interface PredictQuestion {
  readonly prompt: string;
  readonly top: number;
}

/** To the process. Calls run beside each other, told apart by their ids. */
export type InferenceRequest =
  | { [M in Method]: { readonly type: M; readonly id: number; readonly question: Calls[M]['question'] } }[Method]
  | { readonly type: 'cancel'; readonly id: number };

/** From the process: any number of `text`, then one `answer` or `failure`. */
export type InferenceReply =
  | { readonly type: 'text'; readonly id: number; readonly text: string }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly message: string; readonly kind: FailureKind };

/** 'user': the message is a UserError's. */
export type FailureKind = 'user' | 'cancelled' | 'defect';

const isGenerateRequest = objectOf<GenerateRequest>({
  prompt: isString,
  length: isNumber,
  temperature: isNumber,
  topK: isNumber,
  seed: isNumber,
});

const isSuggestRequest = objectOf<SuggestRequest>({
  prefix: isString,
  suffix: isString,
  maxCharacters: isNumber,
  minProbability: isNumber,
  multiline: isBoolean,
});

export const isInferenceRequest = unionOf<InferenceRequest>({
  load: objectOf({ type: oneOf('load'), id: isNumber, question: objectOf<LoadQuestion>({ folder: isString }) }),
  predict: objectOf({
    type: oneOf('predict'),
    id: isNumber,
    question: objectOf<PredictQuestion>({ prompt: isString, top: isNumber }),
  }),
  generate: objectOf({ type: oneOf('generate'), id: isNumber, question: isGenerateRequest }),
  suggest: objectOf({ type: oneOf('suggest'), id: isNumber, question: isSuggestRequest }),
  cancel: objectOf({ type: oneOf('cancel'), id: isNumber }),
});

const isAnything: Guard<unknown> = (value): value is unknown => value !== undefined;

export const isInferenceReply = unionOf<InferenceReply>({
  text: objectOf({ type: oneOf('text'), id: isNumber, text: isString }),
  answer: objectOf({ type: oneOf('answer'), id: isNumber, answer: isAnything }),
  failure: objectOf({
    type: oneOf('failure'),
    id: isNumber,
    message: isString,
    kind: oneOf<FailureKind>('user', 'cancelled', 'defect'),
  }),
});

const isPredictions = arrayOf(objectOf<Prediction>({ character: isString, probability: isNumber }));

/** Whether an answer is one to a call of this method. */
export const isAnswer: { readonly [M in Method]: Guard<Calls[M]['answer']> } = {
  load: objectOf<ModelInformation>({
    folder: isString,
    contextLength: isNumber,
    vocabularySize: isNumber,
    parameters: isNumber,
  }),
  predict: isPredictions,
  generate: (value): value is null => value === null,
  suggest: objectOf<Suggestion>({ characters: isPredictions }),
};
