import { DocumentCompletions, LONG_ENOUGH } from '../completion/documentCompletions';
import type { CompletionOptions } from '../completion/suggest';
import type { CursorText } from '../completion/typedThrough';
import type { LanguageModel } from '../inference/types';
import type { Keystrokes } from './keystrokes';
import type { SuggestionQuality } from './quality';

/** How much of a document's text left of the cursor is looked at, in UTF-16 units: more than any model of MyGPT's sees. */
const PREFIX_LENGTH = 1024;

/** What a user accepts with one key: so many UTF-16 units of the suggestion. */
export type Acceptance = (suggestion: string) => number;

/** A user who types one document from its beginning to its end, and makes no mistakes. */
export class Typist {
  private position = 0;
  private line = 0;
  private lineStart = 0;
  private readonly completions: DocumentCompletions;

  constructor(
    private readonly text: string,
    model: Pick<LanguageModel, 'suggest'>,
    private readonly options: CompletionOptions,
    private readonly accept: Acceptance,
    private readonly keystrokes: Keystrokes,
    private readonly quality: SuggestionQuality | undefined,
  ) {
    this.completions = new DocumentCompletions(model);
  }

  /** How much of the document is there, in UTF-16 units. */
  get typedLength(): number {
    return this.position;
  }

  get isDone(): boolean {
    return this.position === this.text.length;
  }

  /** Looks at what is suggested, and presses one key. */
  async pressKey(): Promise<void> {
    const cursor = this.cursor();
    const rest = this.completions.rest(cursor, this.options);
    const suggestion = rest.length >= LONG_ENOUGH ? rest : await this.completions.suggest(cursor, this.options);
    const following = this.text.slice(this.position);
    this.quality?.add(suggestion, rest, following);
    const accepted = suggestion.slice(0, this.accept(suggestion));
    this.insert(accepted !== '' && following.startsWith(accepted) ? accepted : firstCharacter(following));
  }

  /** Right of the cursor there is nothing yet. */
  private cursor(): CursorText {
    return {
      line: this.line,
      character: this.position - this.lineStart,
      prefix: this.text.slice(Math.max(0, this.position - PREFIX_LENGTH), this.position),
      suffix: '',
    };
  }

  private insert(inserted: string): void {
    this.keystrokes.add(inserted);
    this.line += inserted.split('\n').length - 1;
    const lineEnd = inserted.lastIndexOf('\n');
    if (lineEnd !== -1) this.lineStart = this.position + lineEnd + 1;
    this.position += inserted.length;
  }
}

function firstCharacter(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 0);
}
