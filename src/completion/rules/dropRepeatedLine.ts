import type { Rule } from './rule';

/** No suggestion makes of the present line another copy of the next one that is not blank. */
export const dropRepeatedLine: Rule = (suggestion, { linePrefix, lineSuffix, suffix }) => {
  if (lineSuffix.trim() !== '') return suggestion;
  const [nextLine] = suffix.trimStart().split('\n');
  return (linePrefix + suggestion).trim() === nextLine?.trim() ? '' : suggestion;
};
