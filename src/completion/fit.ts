import { cutAtLineEnd } from './rules/cutAtLineEnd';
import { dropRepeatedLine } from './rules/dropRepeatedLine';
import { dropShort } from './rules/dropShort';
import { leaveClosingBrackets } from './rules/leaveClosingBrackets';
import { leaveClosingQuote } from './rules/leaveClosingQuote';
import { leaveFollowingText } from './rules/leaveFollowingText';
import { leavePunctuation } from './rules/leavePunctuation';
import type { Place, Rule } from './rules/rule';
import { trimEnd } from './rules/trimEnd';

/** In this order: what depends on the length comes last. */
const RULES: readonly Rule[] = [
  cutAtLineEnd,
  leaveClosingQuote,
  leaveClosingBrackets,
  leavePunctuation,
  leaveFollowingText,
  trimEnd,
  dropRepeatedLine,
  dropShort,
];

/** Fits a suggestion into the text around the cursor: what is left of it, perhaps nothing. */
export function fitSuggestion(suggestion: string, place: Place): string {
  return RULES.reduce((text, rule) => rule(text, place), suggestion);
}

/**
 * Whether a suggestion can make sense. Before or within a word it cannot: the model sees only what stands left of the
 * cursor, so what it would write there runs into the rest of the word.
 */
export function canSuggest({ lineSuffix }: Pick<Place, 'lineSuffix'>): boolean {
  return !/^[\p{L}\p{N}\p{M}_$]/u.test(lineSuffix);
}
