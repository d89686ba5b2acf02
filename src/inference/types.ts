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

/** Asks for a continuation of the text left of the cursor. */
export interface SuggestRequest {
  /** Text left of the cursor; only its end is used. */
  readonly prefix: string;
  /** Text right of the cursor. */
  readonly suffix: string;
  readonly maxCharacters: number;
  /** The suggestion ends where the model's probability of it, character by character multiplied, falls below this. */
  readonly minProbability: number;
  /** May go beyond the end of the line. */
  readonly multiline: boolean;
}

/** What the model would type, one entry a character. */
export interface Suggestion {
  readonly characters: readonly Prediction[];
}

/** What is known of a loaded model. */
export interface ModelInformation {
  readonly folder: string;
  readonly contextLength: number;
  readonly vocabularySize: number;
  readonly parameters: number;
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
