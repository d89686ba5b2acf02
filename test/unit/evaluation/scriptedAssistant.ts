import type { TypingAssistant } from '../../../src/evaluation/assistant';
import type { SuggestRequest, Suggestion } from '../../../src/inference/types';

/** Suggests what a script says, and keeps what it is told. */
export class ScriptedAssistant implements TypingAssistant {
  /** The documents, as far as it was told of them. */
  readonly documents: string[] = [];
  /** How much of the last document was there each time it was asked. */
  readonly askedAt: number[] = [];

  /** @param script of a document's text left of the cursor */
  constructor(private readonly script: (typed: string) => string) {}

  opened(): void {
    this.documents.push('');
  }

  typed(text: string): void {
    this.documents.push(`${this.documents.pop() ?? ''}${text}`);
  }

  suggest({ prefix }: SuggestRequest): Promise<Suggestion> {
    const typed = this.documents.at(-1) ?? '';
    if (!typed.endsWith(prefix) || (prefix === '' && typed !== '')) throw new Error('It was told something else.');
    this.askedAt.push(typed.length);
    return Promise.resolve({ characters: [...this.script(typed)].map((character) => ({ character, probability: 1 })) });
  }
}
