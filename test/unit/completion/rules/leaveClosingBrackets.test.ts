import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leaveClosingBrackets } from '../../../../src/completion/rules/leaveClosingBrackets';
import { at } from '../place';

test('a bracket that is closed right of the cursor is not closed again', () => {
  assert.equal(leaveClosingBrackets('name);', at('log(|)')), 'name');
  assert.equal(leaveClosingBrackets('b) + 2', at('f(a, |) + 1')), 'b');
  assert.equal(leaveClosingBrackets('i] = 0', at('x[|]')), 'i');
});

test('brackets that the suggestion opens, it may close', () => {
  assert.equal(leaveClosingBrackets('f(x), g[1]', at('log(|)')), 'f(x), g[1]');
  assert.equal(leaveClosingBrackets('f(x))', at('log(|)')), 'f(x)');
});

test('as many brackets stay as are missing', () => {
  assert.equal(leaveClosingBrackets('))', at('f(g(x|)')), ')');
  assert.equal(leaveClosingBrackets('));', at('f(g(x|')), '));');
});

test('a bracket that was opened on an earlier line counts as closed right of the cursor', () => {
  assert.equal(leaveClosingBrackets('ar)', at('  b|)')), 'ar');
});

test('without a closing bracket right of the cursor a suggestion stays as it is', () => {
  assert.equal(leaveClosingBrackets('name);', at('log(|')), 'name);');
  assert.equal(leaveClosingBrackets('name)', at('log(| + f(x)')), 'name)');
});
