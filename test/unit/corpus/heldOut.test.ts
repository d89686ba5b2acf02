import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseHeldOut, splitPosition } from '../../../src/corpus/heldOut';

function files(
  ...sizes: readonly number[]
): { readonly order: number; readonly tokens: { readonly length: number } }[] {
  return sizes.map((length, order) => ({ order, tokens: { length } }));
}

function ordersHeldOut(...sizes: readonly number[]): number[] | undefined {
  const chosen = chooseHeldOut(files(...sizes).reverse());
  return chosen && [...chosen].map(({ order }) => order);
}

test('files are held out in the order of their hashes until there is a tenth', () => {
  assert.deepEqual(ordersHeldOut(50, 40, 20, 30, 860), [0, 1, 2]);
  assert.deepEqual(ordersHeldOut(100, 40, 20, 840), [0]);
});

test('a file that would lead beyond 12 % is passed over', () => {
  assert.deepEqual(ordersHeldOut(60, 500, 61, 40, 339), [0, 3]);
});

test('where whole files make up less than 5 %, none is held out', () => {
  assert.equal(ordersHeldOut(1000), undefined);
  assert.equal(ordersHeldOut(20, 29, 951), undefined);
  assert.equal(ordersHeldOut(500, 500), undefined);
});

test('5 % in whole files is enough', () => {
  assert.deepEqual(ordersHeldOut(20, 30, 950), [0, 1]);
});

test('never everything is held out', () => {
  assert.equal(ordersHeldOut(1), undefined);
});

test('by position the first nine tenths are for training, rounded down as in the notebook', () => {
  assert.equal(splitPosition(1_115_394), 1_003_854);
  assert.equal(splitPosition(10), 9);
  assert.equal(splitPosition(1), 0);
});
