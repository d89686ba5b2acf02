import type { Rule } from './rule';

/** Reading a suggestion costs more than typing a character. */
export const dropShort: Rule = (suggestion, { minCharacters }) =>
  [...suggestion].length < minCharacters ? '' : suggestion;
