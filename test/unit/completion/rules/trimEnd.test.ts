import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trimEnd } from '../../../../src/completion/rules/trimEnd';
import { at } from '../place';

test('white space at the end is not suggested, nor is it alone', () => {
  assert.equal(trimEnd('one \t', at('|')), 'one');
  assert.equal(trimEnd('  ', at('|')), '');
  assert.equal(trimEnd('a\n\n', at('|', true)), 'a');
});

test('one space after a word or sign stays where the line ends', () => {
  assert.equal(trimEnd('one ', at('|\nnext')), 'one ');
  assert.equal(trimEnd('one  ', at('|')), 'one');
  assert.equal(trimEnd('one ', at('|)')), 'one');
  assert.equal(trimEnd(' ', at('one|')), '');
});

test('white space at the beginning stays', () => {
  assert.equal(trimEnd(' (a', at('if|')), ' (a');
});
