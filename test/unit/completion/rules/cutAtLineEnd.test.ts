import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutAtLineEnd } from '../../../../src/completion/rules/cutAtLineEnd';
import { at } from '../place';

test('a suggestion ends with its line', () => {
  assert.equal(cutAtLineEnd('one\ntwo', at('|')), 'one');
  assert.equal(cutAtLineEnd('one', at('|')), 'one');
  assert.equal(cutAtLineEnd('\none', at('|')), '');
});

test('a suggestion that may have several lines keeps them', () => {
  assert.equal(cutAtLineEnd('one\ntwo', at('|', true)), 'one\ntwo');
});
