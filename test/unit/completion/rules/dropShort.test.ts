import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dropShort } from '../../../../src/completion/rules/dropShort';
import { at } from '../place';

const PLACE = { ...at('|'), minCharacters: 2 };

test('what is shorter than the least number of characters is not suggested', () => {
  assert.equal(dropShort('a', PLACE), '');
  assert.equal(dropShort('ab', PLACE), 'ab');
});

test('a character of two UTF-16 units is one character', () => {
  assert.equal(dropShort('😀', PLACE), '');
  assert.equal(dropShort('😀!', PLACE), '😀!');
});
