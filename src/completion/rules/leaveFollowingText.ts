import { balanceBrackets } from './brackets';
import type { Rule } from './rule';

/**
 * What a suggestion ends with is left out if the text right of the cursor, next lines included, begins with it. A bracket
 * that the suggestion opened and closes is not what stands there.
 */
export const leaveFollowingText: Rule = (suggestion, { suffix }) => {
  // Spaces between the cursor and the text may differ.
  const followings = [suffix, suffix.replace(/^[ \t]+/, '')];
  const { open } = balanceBrackets(suggestion);
  for (let kept = 0; kept < suggestion.length; kept++) {
    const isRepeated = followings.some((following) => following.startsWith(suggestion.slice(kept)));
    if (isRepeated && balanceBrackets(suggestion.slice(0, kept)).open <= open) return suggestion.slice(0, kept);
  }
  return suggestion;
};
