import { UNKNOWN_CHARACTER, type Vocabulary } from './vocabulary';

const CODE_POINTS = 0x11_0000;

/** The id of no character. */
const NOT_MET = 0;

/** Characters that appear first when all other ids are taken share this one, and become the unknown token. */
const OVERFLOW = 0xffff;

/**
 * Gives every character a provisional id when it is first met, and counts the characters. So a text can be kept in two
 * bytes a character before all of it is known, which the vocabulary needs.
 */
export class Alphabet {
  /** Provisional id of each code point. */
  private readonly ids = new Uint16Array(CODE_POINTS);
  private readonly occurrences = new Float64Array(OVERFLOW + 1);
  /** The character of each provisional id; none has `NOT_MET`. */
  private readonly characters: string[] = [''];

  /** The provisional ids of the first `limit` characters of a well-formed text, and whether that is all of it. */
  encode(text: string, limit: number): { readonly tokens: Uint16Array; readonly complete: boolean } {
    const tokens = new Uint16Array(Math.min(text.length, limit));
    let length = 0;
    let index = 0;
    while (index < text.length && length < limit) {
      const codePoint = text.codePointAt(index) ?? 0;
      tokens[length++] = this.meet(codePoint);
      index += codePoint > 0xffff ? 2 : 1;
    }
    return { tokens: length < tokens.length ? tokens.slice(0, length) : tokens, complete: index === text.length };
  }

  /** How often each character occurred. */
  counts(): Map<string, number> {
    const counts = new Map(
      this.characters.slice(1).map((character, index) => [character, this.occurrencesOf(index + 1)]),
    );
    const overflow = this.occurrencesOf(OVERFLOW);
    if (overflow > 0) counts.set(UNKNOWN_CHARACTER, (counts.get(UNKNOWN_CHARACTER) ?? 0) + overflow);
    return counts;
  }

  /** The token of each provisional id. */
  translation(vocabulary: Vocabulary): Uint16Array {
    const tokens = new Uint16Array(OVERFLOW + 1);
    tokens[OVERFLOW] = vocabulary.unknown ?? 0;
    for (const [id, character] of this.characters.entries()) tokens[id] = vocabulary.id(character) ?? 0;
    return tokens;
  }

  private meet(codePoint: number): number {
    const known = this.ids[codePoint] ?? NOT_MET;
    const id = known === NOT_MET ? this.introduce(codePoint) : known;
    this.occurrences[id] = this.occurrencesOf(id) + 1;
    return id;
  }

  private introduce(codePoint: number): number {
    const id = Math.min(this.characters.length, OVERFLOW);
    if (id < OVERFLOW) this.characters.push(String.fromCodePoint(codePoint));
    this.ids[codePoint] = id;
    return id;
  }

  private occurrencesOf(id: number): number {
    return this.occurrences[id] ?? 0;
  }
}
