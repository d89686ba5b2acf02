import type { SuggestPlace } from '../inference/types';

/** The text around a cursor, as far as it is looked at, and where it stands in its document. */
export interface CursorText {
  /** Counted from 0. */
  readonly line: number;
  /** Counted from 0, in UTF-16 units. */
  readonly character: number;
  /** The end of the text left of the cursor. */
  readonly prefix: string;
  /** The beginning of the text right of the cursor. */
  readonly suffix: string;
  /** Where it stands, for the memory. */
  readonly place?: SuggestPlace | undefined;
}

/** A suggestion and the cursor that it was made for. */
export interface MadeSuggestion {
  readonly cursor: CursorText;
  /** Not empty. */
  readonly text: string;
}

/**
 * What is left of a suggestion after the user has typed its beginning: it stays on the screen, instead of another one that
 * says the same in other words. Undefined if something else was typed, nothing is left, or the cursor is elsewhere.
 */
export function restOf({ cursor, text }: MadeSuggestion, now: CursorText): string | undefined {
  const typed = now.character - cursor.character;
  if (now.line !== cursor.line || typed < 0 || typed >= text.length) return undefined;
  const before = now.prefix.slice(0, now.prefix.length - typed);
  const isTypedThrough = cursor.prefix.endsWith(before) && now.prefix.endsWith(text.slice(0, typed));
  return isTypedThrough && keepsSuffix(cursor.suffix, now.suffix) ? text.slice(typed) : undefined;
}

/** Whether the text right of the cursor is as it was, but for brackets or quotes that the editor closed by itself. */
function keepsSuffix(before: string, now: string): boolean {
  const most = /^[)\]}"'`]*/.exec(now)?.[0].length ?? 0;
  for (let closed = 0; closed <= most; closed++) {
    const rest = now.slice(closed);
    // Only the beginning of the suffix is known: what was put before it moved as much out of sight.
    if (before.startsWith(rest) && before.length - rest.length <= closed) return true;
  }
  return false;
}
