import { firstWordLength } from './words';

/** How good the suggestions are that a user gets to see. */
export class SuggestionQuality {
  private shown = 0;
  private right = 0;
  private firstWordRight = 0;
  private wrongCharacters = 0;

  /**
   * A suggestion is on the screen.
   *
   * @param rest how much of it was there before: what is left of one that is being typed through is no new suggestion
   * @param following the text that the user is about to type
   */
  add(suggestion: string, rest: string, following: string): void {
    if (suggestion === '') return;
    const rightLength = commonLength(suggestion, following);
    this.wrongCharacters += charactersIn(suggestion.slice(Math.max(rest.length, rightLength)));
    if (rest !== '') return;
    this.shown += 1;
    if (rightLength === suggestion.length) this.right += 1;
    if (rightLength >= firstWordLength(suggestion)) this.firstWordRight += 1;
  }

  /** @param characters of all that was typed */
  figures(characters: number): {
    readonly shownPer100: number;
    readonly precision: number | null;
    readonly firstWordPrecision: number | null;
    readonly wrongCharactersPer100: number;
  } {
    return {
      shownPer100: (100 * this.shown) / characters,
      precision: this.shown > 0 ? this.right / this.shown : null,
      firstWordPrecision: this.shown > 0 ? this.firstWordRight / this.shown : null,
      wrongCharactersPer100: (100 * this.wrongCharacters) / characters,
    };
  }
}

/** How much two texts have in common from their beginnings, in UTF-16 units. */
function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

function charactersIn(text: string): number {
  return [...text].length;
}
