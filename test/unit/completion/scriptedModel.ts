import type {
  LanguageModel,
  ModelInformation,
  Prediction,
  SuggestRequest,
  Suggestion,
} from '../../../src/inference/types';

/** A model whose suggestions are laid down beforehand, and which notes what it was asked. */
export class ScriptedModel implements LanguageModel {
  readonly information: ModelInformation = { folder: '', contextLength: 64, vocabularySize: 0, parameters: 0 };
  readonly requests: SuggestRequest[] = [];

  constructor(public text: string) {}

  suggest(request: SuggestRequest): Promise<Suggestion> {
    this.requests.push(request);
    return Promise.resolve({ characters: [...this.text].map((character) => ({ character, probability: 1 })) });
  }

  predict(): Promise<readonly Prediction[]> {
    return Promise.reject(new Error('Not in the script.'));
  }

  generate(): Promise<void> {
    return Promise.reject(new Error('Not in the script.'));
  }
}
