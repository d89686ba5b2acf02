import type { Rule } from './rule';

/** In a string whose closing quote is already there, a suggestion ends before it: in `log("|")`, `name");` becomes `name`. */
export const leaveClosingQuote: Rule = (suggestion, { linePrefix, lineSuffix }) => {
  const quote = /^["'`]/.exec(lineSuffix)?.[0];
  if (quote === undefined || !isOpen(linePrefix, quote)) return suggestion;
  const end = unescaped(suggestion, quote)[0];
  return suggestion.slice(0, end);
};

function isOpen(text: string, quote: string): boolean {
  return unescaped(text, quote).length % 2 === 1;
}

/** The places of a quote that are not escaped by a backslash. */
function unescaped(text: string, quote: string): number[] {
  return [...text.matchAll(/\\.|["'`]/gs)].filter(([match]) => match === quote).map(({ index }) => index);
}
