/** What ends a word in VS Code, unless a language has rules of its own. */
const SEPARATORS = '`~!@#$%^&*()-=+[{]}\\|;:\'",.<>/?';
const IN_A_WORD = `[^${SEPARATORS.replaceAll(/[\\\]^-]/g, '\\$&')}\\s]`;

/** A word of VS Code's, or a number with a point. */
export const WORD = new RegExp(`-?\\d*\\.\\d\\w*|${IN_A_WORD}+`);
/** The word that a text ends within. */
export const WORD_AT_END = new RegExp(`${IN_A_WORD}+$`);

/**
 * How much of a suggestion VS Code's “Accept Next Word” inserts, in UTF-16 units: the word that it begins with, or what stands
 * before its first word; but not beyond its first white space. So the space before a word is a step of its own.
 */
export function nextWordLength(suggestion: string): number {
  const word = WORD.exec(suggestion);
  const step = word?.index === 0 ? word[0].length : (word?.index ?? suggestion.length);
  const space = /\s+/.exec(suggestion);
  return space ? Math.min(step, space.index + space[0].length) : step;
}

/** The length up to the end of a suggestion's first word, in UTF-16 units; all of it if it has no word. */
export function firstWordLength(suggestion: string): number {
  const word = WORD.exec(suggestion);
  return word ? word.index + word[0].length : suggestion.length;
}
