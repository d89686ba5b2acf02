import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keystrokes } from '../../../src/evaluation/keystrokes';

function count(...inserted: readonly string[]): Keystrokes {
  const keystrokes = new Keystrokes();
  for (const piece of inserted) keystrokes.add(piece);
  return keystrokes;
}

test('what is saved is what was inserted by fewer keys than it has characters', () => {
  assert.equal(count('a', 'b', 'c').saved, 0);
  assert.equal(count('a', 'bcd').saved, 0.5);
  assert.equal(count('😀b', '\n', 'c').saved, 0.25);
});

test('the white space that lines begin with can be left out, with the keys that inserted nothing else', () => {
  // Six characters that are no indentation (the line breaks among them), by five keys.
  const keystrokes = count(' ', '  ', 'a', ' ', '\n', '\t', '  bc', '\n', ' ');
  assert.equal(keystrokes.saved, 1 - 9 / 13);
  assert.equal(keystrokes.savedNetOfIndentation, 1 - 5 / 6);
});

test('nothing typed is nothing saved', () => {
  assert.equal(count().saved, 0);
  assert.equal(count('  ').savedNetOfIndentation, 0);
});
