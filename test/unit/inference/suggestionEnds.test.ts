import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suggestionEnds } from '../../../src/inference/suggestionEnds';
import { predictionsOf } from './predictions';

/** Where a continuation may end, inside of a word in brackets. */
function ends(prefix: string, text: string, next?: string): readonly string[] {
  const characters = predictionsOf(text);
  return suggestionEnds({ characters, next }, prefix).map(({ length, isInsideWord }) => {
    const part = characters.slice(0, length).map(({ character }) => character);
    return isInsideWord ? `(${part.join('')})` : part.join('');
  });
}

test('a suggestion ends after words, signs and brackets, and the one space after them', () => {
  assert.deepEqual(ends('', 'if (a);', '\n'), ['if', 'if ', 'if (', 'if (a', 'if (a)', 'if (a);']);
  assert.deepEqual(ends('', ' a  b', '\n'), [' a', ' a ', ' a  b']);
  assert.deepEqual(ends('', '\n  \t', 'x'), []);
});

test('a word that goes on is left unfinished only when it is long, with what was typed of it', () => {
  assert.deepEqual(ends('', 'days', 'd'), ['(days)']);
  assert.deepEqual(ends('', 'day', 'd'), []);
  assert.deepEqual(ends('some da', 'ys', 'd'), ['(ys)']);
  assert.deepEqual(ends('the ', 'fun of func', 't'), ['fun', 'fun ', 'fun of', 'fun of ', '(fun of func)']);
});

test('where it is not known what comes next, the word may go on', () => {
  assert.deepEqual(ends('', 'a day'), ['a', 'a ']);
  assert.deepEqual(ends('', 'a day', ' '), ['a', 'a ', 'a day']);
});

test('letters of every script, digits, marks, underscores and dollar signs belong to a word', () => {
  for (const next of ['é', '字', '7', '\u0301', '_', '$']) assert.deepEqual(ends('', ' x', next), []);
});

test('an end is as probable as all characters before it', () => {
  const [first, second] = suggestionEnds({ characters: predictionsOf('f();', 0.5), next: undefined }, '');
  assert.deepEqual([first?.probability, second?.probability], [0.5, 0.25]);
});

test('a character beyond U+FFFF is one, and never halved', () => {
  assert.deepEqual(ends('', '🌟🌠', '\n'), ['🌟', '🌟🌠']);
});
