/** The beginning of some texts, at most so many characters in all: the first texts whole, the last of them cut. */
export function limitTexts(texts: readonly string[], limit: number): string[] {
  const limited: string[] = [];
  let left = limit;
  for (const text of texts) {
    if (left <= 0) break;
    const characters = [...text];
    limited.push(characters.length <= left ? text : characters.slice(0, left).join(''));
    left -= characters.length;
  }
  return limited;
}
