import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulateTyping } from '../../../src/evaluation/typing';
import { Random } from '../../../src/random';
import { ScriptedAssistant } from './scriptedAssistant';

const LENGTH = 2000;
/** So much of a suggestion is enough to read on. */
const ENOUGH = 4;

/** For each place of a text a suggestion that is right for a while, and often to its end; few letters, so that chance is right, too. */
function someTyping(seed: number): { readonly text: string; readonly suggestions: readonly string[] } {
  const random = new Random(seed);
  const letters = (count: number) => Array.from({ length: count }, () => 'abc'[random.integer(3)] ?? '').join('');
  const text = letters(LENGTH);
  const suggestions = Array.from({ length: LENGTH }, (_, place) => {
    if (random.uniform() < 0.5) return '';
    const right = text.slice(place, place + random.integer(7));
    const suggestion = random.uniform() < 0.5 ? right : right + letters(1 + random.integer(3));
    return suggestion.length >= 2 ? suggestion : '';
  });
  return { text, suggestions };
}

/** The rules in one loop: what is on the screen stays while it is typed through, and may grow when little is left of it. */
function typePlainly(text: string, suggestions: readonly string[]) {
  let [place, keys, shown, right, screen] = [0, 0, 0, 0, ''];
  while (place < text.length) {
    const fresh = suggestions[place] ?? '';
    if (screen === '' && fresh !== '') {
      shown++;
      if (text.startsWith(fresh, place)) right++;
    }
    if (screen.length < ENOUGH && fresh.startsWith(screen)) screen = fresh;
    keys++;
    const isRight = screen !== '' && text.startsWith(screen, place);
    const left = text.startsWith(screen.charAt(0), place) ? screen.slice(1) : '';
    place += isRight ? screen.length : 1;
    screen = isRight ? '' : left;
  }
  return {
    keystrokesSaved: 1 - keys / text.length,
    shownPer100: (100 * shown) / text.length,
    precision: right / shown,
  };
}

for (const seed of [1, 2, 3]) {
  test(`a typing agrees with a plain reading of the rules (${seed})`, async () => {
    const { text, suggestions } = someTyping(seed);
    const assistant = new ScriptedAssistant((typed) => suggestions[typed.length] ?? '');
    const { keystrokesSaved, shownPer100, precision } = await simulateTyping([text], assistant);
    assert.deepEqual({ keystrokesSaved, shownPer100, precision }, typePlainly(text, suggestions));
    assert.ok(keystrokesSaved > 0.1 && precision !== null && precision > 0.1 && precision < 0.9);
  });
}
