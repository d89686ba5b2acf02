import type { Rule } from './rule';

/**
 * White space at the end cannot be seen, so it is not suggested, and neither is white space alone. At the end of a line one
 * space may follow a word or sign: it would be the next key.
 */
export const trimEnd: Rule = (suggestion, { lineSuffix }) => {
  const visible = suggestion.trimEnd();
  return visible !== '' && suggestion === `${visible} ` && lineSuffix.trim() === '' ? suggestion : visible;
};
