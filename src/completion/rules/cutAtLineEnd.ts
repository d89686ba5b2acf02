import type { Rule } from './rule';

/** A suggestion ends with the line, unless it may have several. */
export const cutAtLineEnd: Rule = (suggestion, { multiline }) => {
  const end = suggestion.indexOf('\n');
  return multiline || end === -1 ? suggestion : suggestion.slice(0, end);
};
