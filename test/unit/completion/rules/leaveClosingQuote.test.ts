import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leaveClosingQuote } from '../../../../src/completion/rules/leaveClosingQuote';
import { at } from '../place';

test('a string whose closing quote is there is not closed again', () => {
  assert.equal(leaveClosingQuote('name");', at('log("|")')), 'name');
  assert.equal(leaveClosingQuote("it\\'s'", at("log('|')")), "it\\'s");
});

test('other quotes within the string stay', () => {
  assert.equal(leaveClosingQuote("it's", at('log("|")')), "it's");
});

test('before a string a suggestion may hold another one', () => {
  assert.equal(leaveClosingQuote('"a" + ', at('x = |"b"')), '"a" + ');
});

test('an escaped quote left of the cursor does not end its string', () => {
  assert.equal(leaveClosingQuote('b")', at('log("a\\"|")')), 'b');
});

test('without a quote right of the cursor a suggestion stays as it is', () => {
  assert.equal(leaveClosingQuote('name");', at('log("|')), 'name");');
});
