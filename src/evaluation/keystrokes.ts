/** Counts the keys that a text takes. */
export class Keystrokes {
  characters = 0;
  private keystrokes = 0;
  private charactersNet = 0;
  private keystrokesNet = 0;
  private isLineStart = true;

  /** One key has inserted a piece of the text, which is not empty. */
  add(inserted: string): void {
    const all = [...inserted];
    const net = all.filter((character) => !this.isIndentation(character)).length;
    this.characters += all.length;
    this.keystrokes += 1;
    this.charactersNet += net;
    if (net > 0) this.keystrokesNet += 1;
  }

  /** The share of keys that did not have to be pressed. */
  get saved(): number {
    return savedShare(this.keystrokes, this.characters);
  }

  /**
   * The same without the white space that lines begin with, which editors insert by themselves: neither it nor the keys that
   * inserted nothing else are counted.
   */
  get savedNetOfIndentation(): number {
    return savedShare(this.keystrokesNet, this.charactersNet);
  }

  /** To be asked for each character in turn. */
  private isIndentation(character: string): boolean {
    const isIndentation = this.isLineStart && (character === ' ' || character === '\t');
    this.isLineStart = isIndentation || character === '\n';
    return isIndentation;
  }
}

function savedShare(keystrokes: number, characters: number): number {
  return characters === 0 ? 0 : 1 - keystrokes / characters;
}
