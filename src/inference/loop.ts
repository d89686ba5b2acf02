import type { Prediction } from './types';

/** What is shorter may well be repeated: "ha, ha, ha". */
const SHORTEST = 8;
const TIMES = 3;

/** A continuation up to where it begins to repeat itself: the same characters, at least eight, three times in a row, stay once. */
export function withoutLoop(characters: readonly Prediction[]): readonly Prediction[] {
  for (let end = SHORTEST * TIMES; end <= characters.length; end++) {
    const period = repeatedBefore(characters, end);
    if (period !== undefined) return characters.slice(0, end - (TIMES - 1) * period);
  }
  return characters;
}

/** The length of what stands three times before a place. */
function repeatedBefore(characters: readonly Prediction[], end: number): number | undefined {
  for (let period = SHORTEST; period * TIMES <= end; period++) {
    if (isPeriodic(characters, end, period)) return period;
  }
  return undefined;
}

function isPeriodic(characters: readonly Prediction[], end: number, period: number): boolean {
  for (let place = end - 1; place >= end - (TIMES - 1) * period; place--) {
    if (characters[place]?.character !== characters[place - period]?.character) return false;
  }
  return true;
}
