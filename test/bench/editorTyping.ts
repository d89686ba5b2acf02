import type { FrameLog } from '../host/frameLog';

/** What a typist sees, in milliseconds from the press of a key. */
export interface TypingTimes {
  /** Until its character is on the screen. */
  readonly character: readonly number[];
  /** Until ghost text is on the screen, where there was none left when the character had come. */
  readonly ghostText: readonly number[];
}

/**
 * Reads a log in which a text was typed, a key a character, into an empty line.
 *
 * @throws Error if other keys were pressed
 */
export function typingTimes({ frames, keys }: FrameLog, text: string): TypingTimes {
  if (keys.length !== text.length) throw new Error(`${text.length} characters were typed with ${keys.length} keys.`);
  const character: number[] = [];
  const ghostText: number[] = [];
  keys.forEach((pressed, index) => {
    const line =
      text
        .slice(0, index + 1)
        .split('\n')
        .at(-1) ?? '';
    const following = frames.filter(({ time }) => time >= pressed);
    const shown = following.find((frame) => frame.line.startsWith(line));
    if (!shown) return;
    character.push(shown.time - pressed);
    const next = keys[index + 1] ?? Infinity;
    const suggested = following.find(({ time, ghost }) => time >= shown.time && time < next && ghost !== '');
    if (suggested && suggested !== shown) ghostText.push(suggested.time - pressed);
  });
  return { character, ghostText };
}
