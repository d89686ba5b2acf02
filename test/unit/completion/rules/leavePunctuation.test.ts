import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leavePunctuation } from '../../../../src/completion/rules/leavePunctuation';
import { at } from '../place';

test('a suggestion ends where it arrives at the sign right of the cursor', () => {
  assert.equal(leavePunctuation('a, c', at('f(|, b)')), 'a');
  assert.equal(leavePunctuation('x = 2;', at('const | = 1')), 'x ');
  assert.equal(leavePunctuation('0; }', at('return |;')), '0');
});

test('signs within brackets of the suggestion are its own', () => {
  assert.equal(leavePunctuation('g(x, y), z', at('f(|, b)')), 'g(x, y)');
  assert.equal(leavePunctuation('g(x, y)', at('f(|, b)')), 'g(x, y)');
});

test('letters, brackets and quotes right of the cursor are left to others', () => {
  assert.equal(leavePunctuation('xbx', at('a | b')), 'xbx');
  assert.equal(leavePunctuation('a)', at('log(|)')), 'a)');
  assert.equal(leavePunctuation('a"', at('"|"')), 'a"');
});

test('at the end of the line a suggestion stays as it is', () => {
  assert.equal(leavePunctuation('a, c);', at('f(|')), 'a, c);');
  assert.equal(leavePunctuation('a, c);', at('f(|  ')), 'a, c);');
});
