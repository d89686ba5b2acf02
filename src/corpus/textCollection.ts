import { createHash } from 'node:crypto';
import { Alphabet } from './alphabet';
import type { CandidateFile } from './findFiles';
import type { LeftOutReason } from './types';

/** Stands between two files of the corpus. */
const SEPARATOR = '\n';

/** A file of the corpus, its text in the provisional ids of an alphabet. */
export interface CollectedText extends CandidateFile {
  readonly tokens: Uint16Array;
  /** Of its whole text: SHA-256 in Base64. */
  readonly hash: string;
}

/** Collects distinct texts up to a number of characters, in two bytes a character. */
export class TextCollection {
  readonly texts: CollectedText[] = [];
  readonly alphabet = new Alphabet();
  /** What stands between two texts, in provisional ids; empty while there is only one. */
  separator: Uint16Array = new Uint16Array();
  /** Characters so far, with a separator between any two texts. */
  characters = 0;
  private readonly hashes = new Set<string>();

  constructor(private readonly maxCharacters: number) {}

  get isFull(): boolean {
    return this.room <= 0;
  }

  /** Adds a text. Says 'duplicate' if it is there already, and 'sampled' if only its beginning found room. */
  add(file: CandidateFile, text: string): Extract<LeftOutReason, 'duplicate' | 'sampled'> | undefined {
    const hash = createHash('sha256').update(text).digest('base64');
    if (this.hashes.has(hash)) return 'duplicate';
    this.hashes.add(hash);

    if (this.texts.length > 0) this.separator = this.alphabet.encode(SEPARATOR, 1).tokens;
    const { tokens, complete } = this.alphabet.encode(text, this.room);
    this.characters += this.separator.length + tokens.length;
    this.texts.push({ ...file, tokens, hash });
    return complete ? undefined : 'sampled';
  }

  /** How many characters the next text may have. */
  private get room(): number {
    const separatorLength = this.texts.length > 0 ? SEPARATOR.length : 0;
    return this.maxCharacters - this.characters - separatorLength;
  }
}
