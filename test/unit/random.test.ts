import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../../src/random';

const DRAWS = 100_000;

function draw(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.uniform());
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

test('the same seed gives the same numbers', () => {
  assert.deepEqual(draw(new Random(1337), 100), draw(new Random(1337), 100));
});

test('neighbouring and large seeds give different numbers', () => {
  const seeds = [0, 1, 2, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER];
  assert.equal(new Set(seeds.map((seed) => new Random(seed).uniform())).size, seeds.length);
});

test('a generator whose state went through JSON goes on with exactly the same numbers', () => {
  const random = new Random(7);
  random.normal();
  const state = JSON.stringify(random.state);
  const expected = draw(random, 50);

  const resumed = new Random(0);
  resumed.state = JSON.parse(state) as Random['state'];
  assert.deepEqual(draw(resumed, 50), expected);
});

test('uniform numbers fill the interval from 0 to 1 evenly', () => {
  const values = draw(new Random(3), DRAWS);
  assert.ok(values.every((value) => value >= 0 && value < 1));
  const tenths = new Array<number>(10).fill(0);
  for (const value of values) tenths[Math.floor(value * 10)] = (tenths[Math.floor(value * 10)] ?? 0) + 1;
  for (const count of tenths) assert.ok(Math.abs(count / DRAWS - 0.1) < 0.005, `a tenth got ${count}`);
});

test('integers reach every value below the limit and none beyond', () => {
  const random = new Random(5);
  const values = new Set(Array.from({ length: 1000 }, () => random.integer(6)));
  assert.deepEqual([...values].sort(), [0, 1, 2, 3, 4, 5]);
});

test('normal numbers have mean 0, variance 1 and the tails of a bell curve', () => {
  const random = new Random(11);
  const values = Array.from({ length: DRAWS }, () => random.normal());
  const average = mean(values);
  const variance = mean(values.map((value) => (value - average) ** 2));
  const withinOne = values.filter((value) => Math.abs(value) < 1).length / DRAWS;
  assert.ok(Math.abs(average) < 0.015, `mean ${average}`);
  assert.ok(Math.abs(variance - 1) < 0.02, `variance ${variance}`);
  assert.ok(Math.abs(withinOne - 0.6827) < 0.01, `share within one deviation ${withinOne}`);
});
