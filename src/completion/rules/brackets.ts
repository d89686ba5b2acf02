const OPENING = '([{';
const CLOSING = ')]}';

export interface BracketBalance {
  /** How many brackets are opened and not closed. */
  readonly open: number;
  /** Places of the brackets that close what was not opened in the text. */
  readonly closing: readonly number[];
}

/** Which brackets of a text have no partner in it. Round, square and curly ones are counted as one kind. */
export function balanceBrackets(text: string): BracketBalance {
  const closing: number[] = [];
  let open = 0;
  for (let place = 0; place < text.length; place++) {
    if (OPENING.includes(text.charAt(place))) open++;
    else if (!CLOSING.includes(text.charAt(place))) continue;
    else if (open > 0) open--;
    else closing.push(place);
  }
  return { open, closing };
}

export function isClosingBracket(character: string): boolean {
  return character !== '' && CLOSING.includes(character);
}
