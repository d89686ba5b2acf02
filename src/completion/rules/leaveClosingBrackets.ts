import { balanceBrackets } from './brackets';
import type { Rule } from './rule';

/**
 * Brackets that are already closed right of the cursor, most of them by the editor itself, are not closed once more: in
 * `log(|)` the suggestion `name);` becomes `name`. In `f(g(x|)` one closing bracket is missing, so one stays.
 */
export const leaveClosingBrackets: Rule = (suggestion, { linePrefix, lineSuffix }) => {
  const closed = balanceBrackets(lineSuffix).closing.length;
  if (closed === 0) return suggestion;
  const missing = Math.max(0, balanceBrackets(linePrefix).open - closed);
  return suggestion.slice(0, balanceBrackets(suggestion).closing[missing]);
};
