/** A possible next character. */
export interface Prediction {
  readonly character: string;
  readonly probability: number;
}

export interface GenerateRequest {
  readonly prompt: string;
  /** Characters to generate. */
  readonly length: number;
  /** Divides the logits before the softmax; 0 is greedy. */
  readonly temperature: number;
  /** Only the k most probable characters are drawn from; 0 means all. */
  readonly topK: number;
  readonly seed: number;
}

/** Where in a document text is asked for. */
export interface SuggestPlace {
  /** What the document goes by in the memory. */
  readonly path: string;
  /** Of the cursor, in UTF-16 units; line ends count as one. */
  readonly offset: number;
  /** Whether what is typed there next says how good the answer was: not if the prefix holds what is not in the document. */
  readonly isReal: boolean;
}

/** Asks for a continuation of the text left of the cursor. */
export interface SuggestRequest {
  /** Text left of the cursor; only its end is used. */
  readonly prefix: string;
  /** Text right of the cursor. */
  readonly suffix: string;
  readonly maxCharacters: number;
  /** A shorter suggestion is none. */
  readonly minCharacters: number;
  /** How probable it must be that all of the suggestion is right, from 0 to 1. */
  readonly minProbability: number;
  /** What a wrong suggestion costs, in keys. */
  readonly wrongCost: number;
  /** May go beyond the end of the line. */
  readonly multiline: boolean;
  /** For the memory: of a document that it knows, what is right of the cursor must not be seen. */
  readonly place?: SuggestPlace | undefined;
}

/** What the model would type, one entry a character. */
export interface Suggestion {
  readonly characters: readonly Prediction[];
  /** That all of it is right; what the characters' probabilities, multiplied, say may be something else. */
  readonly probability?: number | undefined;
}

/** Something happened to a document that is open in the editor. Its lines end with '\n'. */
export type DocumentNews =
  | { readonly type: 'open'; readonly path: string; readonly text: string }
  | {
      readonly type: 'change';
      readonly path: string;
      readonly changes: readonly DocumentChange[];
      /** Whether the user typed it. */
      readonly isTyped: boolean;
    }
  | { readonly type: 'save'; readonly path: string }
  | { readonly type: 'close'; readonly path: string }
  /** Files and folders came, changed or went, whoever did it; without `paths`, more than can be named. */
  | { readonly type: 'disk'; readonly paths?: readonly string[] | undefined };

/** The changes of one message are made one after the other. */
export interface DocumentChange {
  /** In UTF-16 units. */
  readonly offset: number;
  /** How many units are removed there. */
  readonly removed: number;
  readonly inserted: string;
}

/** What is known of a loaded model. */
export interface ModelInformation {
  readonly folder: string;
  readonly contextLength: number;
  readonly vocabularySize: number;
  readonly parameters: number;
}

/** What suggests in the editor: a model, a memory, or both. */
export interface Suggester extends Pick<LanguageModel, 'suggest'> {
  /** How much of the text left of the cursor matters, in UTF-16 units. */
  readonly prefixLength: number;
}

/** A loaded model that answers questions. In the extension it is a process of its own; calls can be cancelled. */
export interface LanguageModel {
  readonly information: ModelInformation;
  /** The `top` most probable next characters, highest first. */
  predict(prompt: string, top: number, signal?: AbortSignal): Promise<readonly Prediction[]>;
  /** Calls `onText` with each piece of the continuation as it comes. */
  generate(request: GenerateRequest, onText: (text: string) => void, signal?: AbortSignal): Promise<void>;
  suggest(request: SuggestRequest, signal?: AbortSignal): Promise<Suggestion>;
}
