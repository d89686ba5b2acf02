import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutBegunWord } from '../../../src/inference/begunWord';

function without(suggestion: string, next: string): string {
  const predictions = (text: string) => [...text].map((character) => ({ character, probability: 1 }));
  const [nextPrediction] = predictions(next);
  assert.ok(nextPrediction);
  return withoutBegunWord(predictions(suggestion), nextPrediction)
    .map(({ character }) => character)
    .join('');
}

test('a word that would be left unfinished is not begun', () => {
  assert.equal(without('nction d', 'a'), 'nction ');
  assert.equal(without('(loan, to', 'd'), '(loan, ');
  assert.equal(without(' d', 'a'), ' ');
});

test('a word that is whole stays', () => {
  assert.equal(without('nction days', '('), 'nction days');
  assert.equal(without('t thou', ' '), 't thou');
});

test('a word that was begun left of the cursor stays, however far the suggestion gets', () => {
  assert.equal(without('ibilit', 'i'), 'ibilit');
  assert.equal(without('', 'a'), '');
});

test('letters of every script, digits, marks, underscores and dollar signs belong to a word', () => {
  for (const next of ['é', '字', '7', '\u0301', '_', '$']) assert.equal(without(' x', next), ' ');
});
