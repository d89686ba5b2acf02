import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measure, medianRatio } from '../../bench/interleaved';

test('programs have their blocks in turns, after one to warm up that does not count', async () => {
  const order: string[] = [];
  const program = (name: string) => (count: number) => {
    order.push(`${name}${count}`);
    return Promise.resolve(Array.from({ length: count }, () => order.length));
  };
  const times = await measure([program('a'), program('b')], 2, 3);
  assert.deepEqual(order, ['a3', 'b3', 'a3', 'b3', 'a3', 'b3']);
  assert.deepEqual(times, [
    [
      [3, 3, 3],
      [5, 5, 5],
    ],
    [
      [4, 4, 4],
      [6, 6, 6],
    ],
  ]);
});

test('a ratio is that of the median turn, so that one disturbed turn does not change it', () => {
  const ours = [[10], [10], [40]];
  const theirs = [[20], [20], [41]];
  assert.equal(medianRatio(theirs, ours), 2);
});
