const NAMES: Readonly<Record<string, string>> = { ' ': '␣', '\n': '⏎', '\t': '⇥', '\r': '␍', '\u00a0': '⍽' };

/** A character as something that can be seen: blanks and controls by a sign, all others as they are. */
export function visibleCharacter(character: string): string {
  return NAMES[character] ?? (/^\p{C}$/u.test(character) ? `U+${hexadecimal(character)}` : character);
}

function hexadecimal(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
