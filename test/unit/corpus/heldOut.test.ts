import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseHeldOut, laterSplitPosition, splitPosition } from '../../../src/corpus/heldOut';

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

/** @param sides of each file, in the order of their hashes: trained on, held out, or new */
function laterHeldOut(sizes: readonly number[], sides: string): number[] | undefined {
  const chosen = chooseHeldOut(files(...sizes), {
    wasTrainedOn: ({ order }) => sides[order] === 't',
    wasHeldOut: ({ order }) => sides[order] === 'h',
  });
  return chosen && [...chosen].map(({ order }) => order).sort();
}

test('what was trained on is never held out later, and what was held out stays so', () => {
  assert.deepEqual(laterHeldOut([40, 60, 50, 850], 'tthn'), [2]);
  assert.deepEqual(laterHeldOut([40, 60, 50, 40, 40, 770], 'nthttt'), [0, 2]);
});

test('new files are held out only where too little is left of what was: then the losses can be compared', () => {
  assert.deepEqual(laterHeldOut([20, 80, 900], 'nht'), [1]);
  assert.deepEqual(laterHeldOut([20, 70, 910], 'nht'), [0, 1]);
});

test('a file that was held out is trained on only if it has grown too large, or the rest too small', () => {
  assert.deepEqual(laterHeldOut([60, 70, 870], 'hht'), [0]);
  assert.equal(laterHeldOut([200, 800], 'ht'), undefined);
});

test('where too little is left that was not trained on, nothing can be held out', () => {
  assert.equal(laterHeldOut([40, 60, 900], 'hnt')?.length, 2);
  assert.equal(laterHeldOut([40, 60, 900], 'htt'), undefined);
});

test('by position, what was trained on stays before the split', () => {
  assert.equal(laterSplitPosition(900, 1000), 900);
  assert.equal(laterSplitPosition(900, 1010), 900);
  assert.equal(laterSplitPosition(900, 1200), 1080);
  assert.equal(laterSplitPosition(900, 920), undefined);
});
