import { placeBetween } from '../../../src/completion/suggest';
import type { Place } from '../../../src/completion/rules/rule';

/** The place of the `|` in a text, for suggestions of one character or more. */
export function at(text: string, multiline = false): Place {
  const cursor = text.indexOf('|');
  return placeBetween(text.slice(0, cursor), text.slice(cursor + 1), { multiline, minCharacters: 1 });
}
