import { balanceBrackets, isClosingBracket } from './brackets';
import type { Rule } from './rule';

/**
 * A suggestion ends where it arrives at the sign that already stands right of the cursor: in `f(|, b)`, `a, c` becomes `a`;
 * in `const | = 1`, `x = 2;` becomes `x `. Signs within brackets that the suggestion opened are its own.
 */
export const leavePunctuation: Rule = (suggestion, { lineSuffix }) => {
  const sign = lineSuffix.trimStart().charAt(0);
  if (!/[\p{P}\p{S}]/u.test(sign) || isClosingBracket(sign) || /["'`]/.test(sign)) return suggestion;
  for (let end = suggestion.indexOf(sign); end !== -1; end = suggestion.indexOf(sign, end + 1)) {
    if (balanceBrackets(suggestion.slice(0, end)).open === 0) return suggestion.slice(0, end);
  }
  return suggestion;
};
