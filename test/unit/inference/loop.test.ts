import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutLoop } from '../../../src/inference/loop';
import { predictionsOf } from './predictions';

function without(text: string): string {
  return withoutLoop(predictionsOf(text))
    .map(({ character }) => character)
    .join('');
}

test('what is said three times in a row is said once', () => {
  assert.equal(without('and of the king of the king of the king of the king'), 'and of the king');
  assert.equal(without('of the king of the king of the king '), 'of the king ');
});

test('what is said twice, or is short, or differs in the end stays', () => {
  for (const text of ['of the king of the king of the', 'ha, ha, ha, ha!', 'first(1), first(2), first(3), first(4)']) {
    assert.equal(without(text), text);
  }
});
