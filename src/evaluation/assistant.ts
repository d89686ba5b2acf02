import type { LanguageModel } from '../inference/types';

/**
 * What suggests while documents are typed. A language model is one; one that learns from what is in the editor is told,
 * too. Of a document it is told only what is left of the cursor, always all of that before it is asked.
 */
export interface TypingAssistant extends Pick<LanguageModel, 'suggest'> {
  /** Another document, still empty, was opened; what was typed into those before stays in the workspace. */
  opened?(): void;
  /** The next piece of the document is there, typed or accepted. */
  typed?(text: string): void;
}
