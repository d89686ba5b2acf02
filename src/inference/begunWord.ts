import type { Prediction } from './types';

/** What words and names are made of, in prose and in programs. */
const WORD = /[\p{L}\p{N}\p{M}_$]/u;

/**
 * A suggestion without a last word that it begins but is not sure enough to go on with: "function d", where the model
 * would type "ay" next, is "function ". A word that was begun left of the cursor stays: any part of it is help.
 *
 * @param next what would have come next
 */
export function withoutBegunWord(characters: readonly Prediction[], next: Prediction): readonly Prediction[] {
  if (!WORD.test(next.character)) return characters; // the last word is whole
  const end = characters.findLastIndex(({ character }) => !WORD.test(character));
  return end === -1 ? characters : characters.slice(0, end + 1);
}
