import type { DecoderState } from '../../../src/inference/decoder';
import { suggestFrom } from '../../../src/inference/suggest';
import type { SuggestRequest, Suggestion } from '../../../src/inference/types';
import type { TypingAssistant } from '../../../src/evaluation/assistant';
import { type CharacterModel, readText } from './characterModel';

/** Suggests what a character model expects, as far as the editor's own rule for the Transformer goes. */
export class CharacterAssistant implements TypingAssistant {
  constructor(private readonly model: CharacterModel) {}

  opened(): void {
    readText(this.model, '\n');
  }

  typed(text: string): void {
    readText(this.model, text);
  }

  async suggest(request: SuggestRequest): Promise<Suggestion> {
    this.model.mark();
    try {
      return await suggestFrom(this.state([]), this, this.model.vocabulary, request);
    } finally {
      this.model.goBack();
    }
  }

  /** Reads one more token of its own suggestion. */
  next(state: DecoderState, token: number): Promise<DecoderState> {
    this.model.read(token);
    return Promise.resolve(this.state([...state.tokens, token]));
  }

  /** What the model expects now, as logits. */
  private state(tokens: readonly number[]): DecoderState {
    return { tokens, cache: undefined, logits: Float32Array.from(this.model.distribution(), Math.log) };
  }
}
