import type { CorpusFolder, CorpusOptions } from '../corpus/types';
import { arrayOf, type Guard, isBoolean, isNumber, isString, objectOf, oneOf, optional, unionOf } from '../guards';
import type {
  DocumentChange,
  DocumentNews,
  GenerateRequest,
  ModelInformation,
  Prediction,
  SuggestPlace,
  SuggestRequest,
  Suggestion,
} from './types';

/** What the inference process can be asked, and what it answers. */
export interface Calls {
  /** A model that was loaded before answers until this one is. */
  readonly load: { readonly question: LoadQuestion; readonly answer: ModelInformation };
  readonly predict: { readonly question: PredictQuestion; readonly answer: readonly Prediction[] };
  /** The text itself comes before the answer, as `text` messages. */
  readonly generate: { readonly question: GenerateRequest; readonly answer: null };
  /** Without a model the memory answers alone; without both nothing is suggested. */
  readonly suggest: { readonly question: SuggestRequest; readonly answer: Suggestion };
  /** Reads the files of a workspace into a new memory, and answers when they are read. */
  readonly remember: { readonly question: RememberQuestion; readonly answer: RememberAnswer };
  /** From now on there is no memory. */
  readonly forget: { readonly question: null; readonly answer: null };
  /** Without a memory it changes nothing. */
  readonly document: { readonly question: DocumentNews; readonly answer: null };
}
export type Method = keyof Calls;

export interface LoadQuestion {
  readonly folder: string;
}

export interface PredictQuestion {
  readonly prompt: string;
  readonly top: number;
}

export interface RememberQuestion {
  readonly corpus: CorpusOptions;
  /** Where what is learnt while typing is kept; undefined: nowhere. */
  readonly learningFile?: string | undefined;
}

export interface RememberAnswer {
  /** Characters remembered. */
  readonly characters: number;
  /** A sentence, if what was learnt before cannot be used. */
  readonly warning?: string | undefined;
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
  minCharacters: isNumber,
  minProbability: isNumber,
  wrongCost: isNumber,
  multiline: isBoolean,
  place: optional(objectOf<SuggestPlace>({ path: isString, offset: isNumber, isReal: isBoolean })),
});

const isNull = (value: unknown): value is null => value === null;

const isCorpusOptions = objectOf<CorpusOptions>({
  folders: arrayOf(objectOf<CorpusFolder>({ path: isString, exclude: arrayOf(isString) })),
  include: arrayOf(isString),
  exclude: arrayOf(isString),
  excludeSecrets: isBoolean,
  maxFileBytes: isNumber,
  maxCharacters: isNumber,
  maxVocabulary: isNumber,
});

const isDocumentNews = unionOf<DocumentNews>({
  open: objectOf({ type: oneOf('open'), path: isString, text: isString }),
  change: objectOf({
    type: oneOf('change'),
    path: isString,
    changes: arrayOf(objectOf<DocumentChange>({ offset: isNumber, removed: isNumber, inserted: isString })),
    isTyped: isBoolean,
  }),
  save: objectOf({ type: oneOf('save'), path: isString }),
  close: objectOf({ type: oneOf('close'), path: isString }),
  disk: objectOf({ type: oneOf('disk'), paths: optional(arrayOf(isString)) }),
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
  remember: objectOf({
    type: oneOf('remember'),
    id: isNumber,
    question: objectOf<RememberQuestion>({ corpus: isCorpusOptions, learningFile: optional(isString) }),
  }),
  forget: objectOf({ type: oneOf('forget'), id: isNumber, question: isNull }),
  document: objectOf({ type: oneOf('document'), id: isNumber, question: isDocumentNews }),
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
  generate: isNull,
  suggest: objectOf<Suggestion>({ characters: isPredictions, probability: optional(isNumber) }),
  remember: objectOf<RememberAnswer>({ characters: isNumber, warning: optional(isString) }),
  forget: isNull,
  document: isNull,
};
