import type { Rule } from './rule';

/** White space at the end cannot be seen, so it is not suggested, and neither is white space alone. */
export const trimEnd: Rule = (suggestion) => suggestion.trimEnd();
