import type { Continuation } from './continuation';

/** What words and names are made of, in prose and in programs. */
const IN_A_WORD = /[\p{L}\p{N}\p{M}_$]/u;
const BEGUN_WORD = /[\p{L}\p{N}\p{M}_$]*$/u;
/** A suggestion may leave a word unfinished of which so many characters are there. */
const LONG_WORD = 4;

/** Where a suggestion may end. */
export interface End {
  /** In characters. */
  readonly length: number;
  /** The product of the characters' probabilities. */
  readonly probability: number;
  /** It leaves a word unfinished, a long one. */
  readonly isInsideWord: boolean;
}

/**
 * The ends of words, signs, and brackets in a continuation of `prefix`, and places inside long words. White space at the end
 * cannot be seen, so there is none but the one space after a word or sign, which would be the next key.
 */
export function suggestionEnds({ characters, next }: Continuation, prefix: string): readonly End[] {
  const ends: End[] = [];
  let probability = 1;
  let wordLength = [...(BEGUN_WORD.exec(prefix)?.[0] ?? '')].length;
  characters.forEach((prediction, index) => {
    probability *= prediction.probability;
    const isInWord = IN_A_WORD.test(prediction.character);
    wordLength = isInWord ? wordLength + 1 : 0;
    if (/\s/.test(prediction.character) && !isNextKey(characters, index)) return;
    // Where it is not known what comes next, the word may go on.
    const isInsideWord = isInWord && IN_A_WORD.test(characters[index + 1]?.character ?? next ?? 'a');
    if (!isInsideWord || wordLength >= LONG_WORD) ends.push({ length: index + 1, probability, isInsideWord });
  });
  return ends;
}

function isNextKey(characters: Continuation['characters'], index: number): boolean {
  return characters[index]?.character === ' ' && /\S/.test(characters[index - 1]?.character ?? ' ');
}
