import type { TypingAssistant } from '../../../src/evaluation/assistant';
import { WORD_AT_END } from '../../../src/evaluation/words';
import type { SuggestRequest, Suggestion } from '../../../src/inference/types';

const MIN_PREFIX_LENGTH = 2;

/**
 * VS Code's word-based suggestion, if it ranked words by how often they occur: the most frequent word that begins as the one
 * being typed, of the workspace and of what was typed so far.
 */
export class WordAssistant implements TypingAssistant {
  private readonly counts = new Map<string, number>();
  /** The most frequent word that is longer, by its beginning; of equals the one that was so first. */
  private readonly mostFrequent = new Map<string, string>();
  /** The word that may not have ended. */
  private begun = '';

  /** @param workspace the text of its files */
  constructor(workspace: string) {
    this.typed(workspace);
  }

  opened(): void {
    this.typed('\n');
  }

  typed(text: string): void {
    for (const character of text) {
      if (WORD_AT_END.test(character)) {
        this.begun += character;
      } else {
        this.countWord(this.begun);
        this.begun = '';
      }
    }
  }

  suggest({ prefix, maxCharacters }: SuggestRequest): Promise<Suggestion> {
    const begun = WORD_AT_END.exec(prefix)?.[0] ?? '';
    const rest = [...(this.mostFrequent.get(begun)?.slice(begun.length) ?? '')];
    return Promise.resolve({
      characters: rest.slice(0, maxCharacters).map((character) => ({ character, probability: 1 })),
    });
  }

  private countWord(word: string): void {
    if (word.length <= MIN_PREFIX_LENGTH) return;
    const count = (this.counts.get(word) ?? 0) + 1;
    this.counts.set(word, count);
    for (let length = MIN_PREFIX_LENGTH; length < word.length; length++) {
      const beginning = word.slice(0, length);
      const best = this.mostFrequent.get(beginning);
      if (best === undefined || count > (this.counts.get(best) ?? 0)) this.mostFrequent.set(beginning, word);
    }
  }
}
