import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dropRepeatedLine } from '../../../../src/completion/rules/dropRepeatedLine';
import { at } from '../place';

test('a copy of the next line is not suggested', () => {
  assert.equal(dropRepeatedLine('return x;', at('  |\n  return x;\n')), '');
  assert.equal(dropRepeatedLine('urn x;', at('  ret|\n\n  return x;')), '');
});

test('a line that differs from the next is', () => {
  assert.equal(dropRepeatedLine('return y;', at('  |\n  return x;\n')), 'return y;');
});

test('in the middle of a line the next one does not matter', () => {
  assert.equal(dropRepeatedLine('urn', at('ret|;\nreturn')), 'urn');
});
