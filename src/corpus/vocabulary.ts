import { UserError } from '../errors';

/** Stands for every character that is too rare to learn. It is never suggested. U+FFFD, the replacement character. */
export const UNKNOWN_CHARACTER = '\uFFFD';

/** Token ids are stored in a Uint16Array. */
export const MAX_VOCABULARY_SIZE = 65_536;

/**
 * The characters that a model knows; a character's index is its token id. A character is one Unicode code point, so a
 * surrogate pair is one character.
 */
export class Vocabulary {
  /** The id of the unknown token, if the vocabulary has one. */
  readonly unknown: number | undefined;
  private readonly ids: ReadonlyMap<string, number>;

  /** @throws UserError if there are too many characters, an entry is not a single one, or stands twice. */
  constructor(readonly characters: readonly string[]) {
    this.ids = new Map(characters.map((character, id) => [character, id]));
    const wellFormed = characters.every((character) => isOneCharacter(character));
    if (!wellFormed || this.ids.size !== characters.length || characters.length > MAX_VOCABULARY_SIZE) throw damaged();
    this.unknown = this.ids.get(UNKNOWN_CHARACTER);
  }

  /** Reads parsed JSON, as `vocab.json` holds it. @throws UserError if it is something else. */
  static parse(value: unknown): Vocabulary {
    if (!Array.isArray(value)) throw damaged();
    return new Vocabulary(value as string[]);
  }

  /**
   * The vocabulary of a text, from how often each character occurs: the sorted distinct characters (by code point), as in
   * the MyGPT notebook. Of more than `limit`, the most frequent are kept, and the rest become the unknown token.
   */
  static fromCounts(counts: ReadonlyMap<string, number>, limit: number): Vocabulary {
    const byCodePoint = (a: string, b: string) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0);
    const all = [...counts.keys()].filter((character) => isOneCharacter(character));
    if (all.length <= limit) return new Vocabulary(all.sort(byCodePoint));

    const known = all.filter((character) => character !== UNKNOWN_CHARACTER);
    known.sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || byCodePoint(a, b));
    return new Vocabulary([...known.slice(0, limit - 1).sort(byCodePoint), UNKNOWN_CHARACTER]);
  }

  get size(): number {
    return this.characters.length;
  }

  /** The token id of a character; the unknown token's, or undefined, for one that was not learnt. */
  id(character: string): number | undefined {
    return this.ids.get(character) ?? this.unknown;
  }

  /** The token ids of a text. Characters that a vocabulary without unknown token does not have are passed over. */
  encode(text: string): number[] {
    const tokens: number[] = [];
    for (const character of text) {
      const id = this.id(character);
      if (id !== undefined) tokens.push(id);
    }
    return tokens;
  }

  decode(tokens: Iterable<number>): string {
    let text = '';
    for (const token of tokens) text += this.characters[token] ?? UNKNOWN_CHARACTER;
    return text;
  }

  /** As in `vocab.json`. */
  toJSON(): readonly string[] {
    return this.characters;
  }
}

/** One code point; a lone surrogate is none. */
function isOneCharacter(text: unknown): boolean {
  return typeof text === 'string' && /^\P{Surrogate}$/su.test(text);
}

function damaged(): UserError {
  return new UserError('The vocabulary is damaged: it must be a list of distinct characters. Train or import again.');
}
