import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostSavingEnd } from '../../../src/inference/expectedSaving';

const WISHES = { minProbability: 0.4, minCharacters: 2, wrongCost: 0.5 };

/** The length that is chosen of such ends: length, probability. */
function chosen(ends: readonly (readonly [number, number])[], wishes: Partial<typeof WISHES> = {}): number | undefined {
  const possible = ends.map(([length, probability]) => ({ length, probability }));
  return mostSavingEnd(possible, { ...WISHES, ...wishes })?.length;
}

test('what is certain is suggested as far as it goes', () => {
  assert.equal(
    chosen([
      [4, 0.95],
      [9, 0.95],
      [20, 0.94],
    ]),
    20,
  );
});

test('a tail that is uncertain is left to the next suggestion', () => {
  assert.equal(
    chosen([
      [8, 0.9],
      [14, 0.5],
    ]),
    8,
  );
});

test('a beginning that is hardly more probable than the whole is not suggested alone', () => {
  assert.equal(
    chosen([
      [3, 0.52],
      [20, 0.5],
    ]),
    20,
  );
});

test('nothing is suggested that is less probable than it must be', () => {
  assert.equal(chosen([[12, 0.39]]), undefined);
  assert.equal(chosen([[12, 0.41]]), 12);
  assert.equal(chosen([]), undefined);
});

test('nothing is suggested that is expected to cost more than it saves', () => {
  assert.equal(chosen([[2, 0.5]], { wrongCost: 2 }), undefined);
  assert.equal(chosen([[12, 0.5]], { wrongCost: 2 }), 12);
});

test('what is too short to be shown is not chosen, whatever comes after it', () => {
  const ends = [
    [1, 0.99],
    [10, 0.6],
  ] as const;
  assert.equal(chosen(ends), 10);
  assert.equal(chosen([[1, 0.99]]), undefined);
  assert.equal(chosen([[1, 0.99]], { minCharacters: 1, wrongCost: 0 }), 1);
});
