const NAMES: ReadonlyMap<string, string> = new Map([
  [' ', '␣ space'],
  ['\n', '↵ newline'],
  ['\r', '␍ return'],
  ['\t', '⇥ tab'],
  ['\u00a0', '⍽ no-break space'],
]);

/** Separators, controls, formats, unassigned, private and combining characters: nothing one could see on its own. */
const INVISIBLE = /^[\p{Z}\p{C}\p{M}]$/u;

/** How a character is shown: itself, or a named glyph if it is not to be seen. */
export function characterName(character: string): string {
  const name = NAMES.get(character);
  if (name !== undefined) return name;
  if (!INVISIBLE.test(character)) return character;
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
