import { BOUNDARY } from './units';

export const CHARACTER_CLASSES = 10;

const PUNCTUATION: readonly (readonly [string, number])[] = [
  ['([{<', 5],
  [')]}>', 6],
  ['\'"`', 7],
  [',;:.', 8],
];
const OTHER = 9;
const LINE_BREAK = 0;
const LETTER = 2;
const CLASSES = Uint8Array.from({ length: 0x80 }, (_, unit) => computeClass(unit));

/** What kind of character a UTF-16 code unit is: line break, space, letter, capital, digit, or one of five of punctuation. */
export function classOfCharacter(unit: number): number {
  return unit === BOUNDARY ? LINE_BREAK : (CLASSES[unit] ?? LETTER);
}

function computeClass(unit: number): number {
  const character = String.fromCharCode(unit);
  if (character === '\n') return LINE_BREAK;
  if (character === ' ' || character === '\t') return 1;
  if (/[A-Z]/.test(character)) return 3;
  if (/[0-9]/.test(character)) return 4;
  if (/[a-z_$]/.test(character)) return LETTER;
  return PUNCTUATION.find(([characters]) => characters.includes(character))?.[1] ?? OTHER;
}
