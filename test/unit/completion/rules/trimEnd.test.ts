import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trimEnd } from '../../../../src/completion/rules/trimEnd';
import { at } from '../place';

test('white space at the end is not suggested, nor is it alone', () => {
  assert.equal(trimEnd('one \t', at('|')), 'one');
  assert.equal(trimEnd('  ', at('|')), '');
  assert.equal(trimEnd('a\n\n', at('|', true)), 'a');
});

test('white space at the beginning stays', () => {
  assert.equal(trimEnd(' (a', at('if|')), ' (a');
});
