import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BatchSampler } from '../../../src/corpus/batches';
import { Random } from '../../../src/random';

const CONTEXT = 4;
const BATCH = 3;
const TOKENS = Uint16Array.from({ length: 10 }, (_, index) => 65_500 + index);

/** Each draw: the start of every window, after checking that windows and targets are what they must be. */
function drawStarts(sampler: BatchSampler): number[] {
  const inputs = new BigInt64Array(BATCH * CONTEXT);
  const targets = new BigInt64Array(BATCH * CONTEXT);
  sampler.next(inputs, targets);
  return Array.from({ length: BATCH }, (_, row) => {
    const start = Number(inputs[row * CONTEXT]) - 65_500;
    const window = (from: number) => BigInt64Array.from(TOKENS.slice(from, from + CONTEXT), BigInt);
    assert.deepEqual(inputs.slice(row * CONTEXT, (row + 1) * CONTEXT), window(start));
    assert.deepEqual(targets.slice(row * CONTEXT, (row + 1) * CONTEXT), window(start + 1));
    return start;
  });
}

test('targets are the inputs, one token later', () => {
  const starts = drawStarts(new BatchSampler(TOKENS, CONTEXT, BATCH, new Random(1)));
  assert.equal(starts.length, BATCH);
});

test('windows start everywhere where they fit, about equally often', () => {
  const sampler = new BatchSampler(TOKENS, CONTEXT, BATCH, new Random(1));
  const counts = new Map<number, number>();
  for (let draw = 0; draw < 2000; draw++) {
    for (const start of drawStarts(sampler)) counts.set(start, (counts.get(start) ?? 0) + 1);
  }
  assert.deepEqual([...counts.keys()].sort(), [0, 1, 2, 3, 4, 5]);
  for (const count of counts.values()) assert.ok(Math.abs(count - 1000) < 150, `${count} of 6000`);
});

test('the same seed draws the same batches, and a kept state goes on with the next', () => {
  const random = new Random(9);
  const sampler = new BatchSampler(TOKENS, CONTEXT, BATCH, random);
  drawStarts(sampler);
  const { state } = random;
  const expected = Array.from({ length: 5 }, () => drawStarts(sampler));

  const resumed = new Random(0);
  resumed.state = state;
  const again = new BatchSampler(TOKENS, CONTEXT, BATCH, resumed);
  assert.deepEqual(
    Array.from({ length: 5 }, () => drawStarts(again)),
    expected,
  );
});

test('a text of just one window and its successor is enough, a shorter one is refused', () => {
  const starts = drawStarts(new BatchSampler(TOKENS.slice(0, CONTEXT + 1), CONTEXT, BATCH, new Random(1)));
  assert.deepEqual(starts, [0, 0, 0]);
  assert.throws(() => new BatchSampler(TOKENS.slice(0, CONTEXT), CONTEXT, BATCH, new Random(1)), RangeError);
});
