import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { test } from 'node:test';
import { mapInOrder } from '../../../src/corpus/concurrency';

test('results come in the order of the items, however long each takes', async () => {
  const results: number[] = [];
  const work = async (item: number) => {
    for (let turn = 0; turn < (item * 7) % 5; turn++) await setImmediate();
    return item;
  };
  for await (const result of mapInOrder([1, 2, 3, 4, 5, 6, 7], 3, work)) results.push(result);
  assert.deepEqual(results, [1, 2, 3, 4, 5, 6, 7]);
});

test('never more than the given number is under way, and as many as that', async () => {
  let underway = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++underway);
    await setImmediate();
    return --underway;
  };
  for await (const left of mapInOrder(Array.from({ length: 50 }), 4, work)) assert.ok(left < 4);
  assert.equal(most, 4);
});

test('an error comes out where its item stands, and one behind it harms nobody', async () => {
  const results: number[] = [];
  const work = async (item: number) => {
    if (item !== 2) await setImmediate();
    if (item >= 2) throw new Error(`item ${item}`);
    return item;
  };
  await assert.rejects(async () => {
    for await (const result of mapInOrder([1, 2, 3], 3, work)) results.push(result);
  }, /item 2/);
  assert.deepEqual(results, [1]);
});
