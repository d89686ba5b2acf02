import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstWordLength, nextWordLength } from '../../../src/evaluation/words';

/** The pieces that pressing “Accept Next Word” again and again inserts. */
function steps(suggestion: string): string[] {
  const pieces: string[] = [];
  for (let left = suggestion; left !== ''; left = left.slice(pieces.at(-1)?.length)) {
    pieces.push(left.slice(0, nextWordLength(left)));
  }
  return pieces;
}

for (const [suggestion, pieces] of [
  ['function name', ['function', ' ', 'name']],
  ['(value) => {', ['(', 'value', ') ', '=> ', '{']],
  ['ction foo', ['ction', ' ', 'foo']],
  [');', [');']],
  ['    return -1.5;', ['    ', 'return', ' ', '-1.5', ';']],
  ['naïve_été2, x', ['naïve_été2', ', ', 'x']],
  ['a\n  b', ['a', '\n  ', 'b']],
] as const) {
  test(`“${suggestion.replace('\n', '⏎')}” is accepted in ${pieces.length} steps`, () => {
    assert.deepEqual(steps(suggestion), pieces);
  });
}

test('the first word is there with what stands before it', () => {
  assert.equal(firstWordLength(' = corpus.read'), ' = corpus'.length);
  assert.equal(firstWordLength('ther, hear'), 'ther'.length);
  assert.equal(firstWordLength(');'), 2);
});
