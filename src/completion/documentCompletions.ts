import type { LanguageModel } from '../inference/types';
import { fitSuggestion } from './fit';
import { type CompletionOptions, placeBetween, suggestCompletion } from './suggest';
import { type CursorText, type MadeSuggestion, restOf } from './typedThrough';

/** While this much of a suggestion is left to type through, no longer one is asked for. */
export const LONG_ENOUGH = 4;

/** The completions of one document: it remembers the last one, so that typing through it does not replace it. */
export class DocumentCompletions {
  private last: MadeSuggestion | undefined;

  constructor(private readonly model: Pick<LanguageModel, 'suggest'>) {}

  /** What is left of the last suggestion, if the user is typing through it; otherwise empty. Asks no model. */
  rest(cursor: CursorText, options: CompletionOptions): string {
    const rest = this.last && restOf(this.last, cursor);
    if (rest === undefined) return '';
    // The editor may have closed a bracket in the meantime.
    return fitSuggestion(rest, placeBetween(cursor.prefix, cursor.suffix, { ...options, minCharacters: 1 }));
  }

  /**
   * What to suggest at the cursor; empty if nothing. It may go on beyond what is left of the last suggestion, but says
   * nothing else.
   *
   * @throws CancelledError
   */
  async suggest(cursor: CursorText, options: CompletionOptions, signal?: AbortSignal): Promise<string> {
    const rest = this.rest(cursor, options);
    const { prefix, suffix, place } = cursor;
    const fresh = await suggestCompletion(this.model, prefix, suffix, { ...options, place }, signal);
    const text = fresh.startsWith(rest) ? fresh : rest;
    this.last = text === '' ? undefined : { cursor, text };
    return text;
  }
}
