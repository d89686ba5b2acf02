import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CorpusSummary, LeftOut } from '../../../src/corpus/types';
import {
  corpusNotes,
  formatExamples,
  heldOutText,
  leftOutSummary,
  sortedLeftOut,
} from '../../../src/views/training/corpusText';
import { CORPUS } from './statuses';

function withLeftOut(...leftOut: LeftOut[]): CorpusSummary {
  return { ...CORPUS, leftOut };
}

test('what was left out is summed up in a sentence', () => {
  assert.equal(leftOutSummary(withLeftOut()), 'Nothing was left out.');
  assert.equal(
    leftOutSummary(withLeftOut({ reason: 'secret', count: 1, examples: [] })),
    '1 file or folder was left out.',
  );
  assert.equal(leftOutSummary(CORPUS), '3 files or folders were left out.');
});

test('the most frequent reason comes first, one without files not at all', () => {
  const summary = withLeftOut(
    { reason: 'secret', count: 1, examples: [] },
    { reason: 'empty', count: 0, examples: [] },
    { reason: 'ignored', count: 9, examples: [] },
  );
  assert.deepEqual(
    sortedLeftOut(summary).map(({ reason }) => reason),
    ['ignored', 'secret'],
  );
});

test('examples end in an ellipsis if there are more', () => {
  assert.equal(formatExamples({ reason: 'binary', count: 2, examples: ['a', 'b'] }), 'a, b');
  assert.equal(formatExamples({ reason: 'binary', count: 3, examples: ['a', 'b'] }), 'a, b, …');
  assert.equal(formatExamples({ reason: 'binary', count: 3, examples: [] }), '');
});

test('a corpus within its limits needs no note', () => assert.deepEqual(corpusNotes(CORPUS), []));

test('a sampled corpus says so, and by which setting', () => {
  const [note = ''] = corpusNotes(withLeftOut({ reason: 'sampled', count: 1204, examples: [] }));
  assert.match(note, /mygpt\.corpus\.maxCharacters .* evenly .*; 1,204 files were not used\.$/);
});

test('rare characters are said never to be suggested', () => {
  assert.deepEqual(corpusNotes({ ...CORPUS, unknownCharacters: 1 }), [
    '1 character of the text is too rare to learn; the model never suggests it.',
  ]);
});

test('the held-out text is told by its size and where it is', () => {
  assert.equal(heldOutText(CORPUS), '100 characters (10 %), 2 whole files');
  assert.equal(heldOutText({ ...CORPUS, heldOutBy: 'position' }), '100 characters (10 %), the end of the text');
});
