import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawToken, mostProbable, softmax, topTokens } from '../../../src/inference/sampling';
import { Random } from '../../../src/random';

const LOGITS = Float32Array.of(1, 3, 2, 3, -Infinity);

test('a softmax sums to one and keeps the ratios of the exponentials', () => {
  const probabilities = softmax(LOGITS);
  assert.ok(Math.abs(probabilities.reduce((a, b) => a + b) - 1) < 1e-12);
  assert.ok(Math.abs((probabilities[1] ?? 0) / (probabilities[2] ?? 0) - Math.E) < 1e-12);
  assert.equal(probabilities[4], 0);
});

test('a softmax survives logits that an exponential does not', () => {
  assert.deepEqual([...softmax(Float32Array.of(1e4, -1e4))], [1, 0]);
});

test('a low temperature sharpens, a high one flattens', () => {
  const highest = (temperature: number) => softmax(Float32Array.of(0, 1), temperature)[1] ?? 0;
  assert.ok(highest(0.5) > highest(1) && highest(1) > highest(2));
});

test('of equally probable tokens the first is the most probable', () => {
  assert.equal(mostProbable(softmax(LOGITS)), 1);
});

test('where nothing is possible, no token is chosen', () => {
  const diverged = softmax(Float32Array.of(NaN, NaN));
  assert.equal(mostProbable(diverged), undefined);
  assert.deepEqual(topTokens(diverged, 2), []);
  assert.equal(drawToken(diverged, [], new Random(1)), undefined);
});

test('the top tokens come highest first and leave out the impossible', () => {
  const probabilities = softmax(LOGITS);
  assert.deepEqual(topTokens(probabilities, 3), [1, 3, 2]);
  assert.deepEqual(topTokens(probabilities, 99), [1, 3, 2, 0]);
});

test('tokens are drawn as often as their probabilities say', () => {
  const random = new Random(3);
  const drawn = [0, 0, 0];
  const probabilities = Float64Array.of(0.2, 0.5, 0.3);
  for (let draw = 0; draw < 20_000; draw++) {
    const token = drawToken(probabilities, [0, 1, 2], random) ?? -1;
    drawn[token] = (drawn[token] ?? 0) + 1;
  }
  drawn.forEach((count, token) => assert.ok(Math.abs(count / 20_000 - (probabilities[token] ?? 0)) < 0.015));
});

test('only the given tokens are drawn, in the ratio of their probabilities', () => {
  const random = new Random(4);
  const probabilities = Float64Array.of(0.1, 0.6, 0.3);
  const draws = Array.from({ length: 8_000 }, () => drawToken(probabilities, [2, 0], random));
  assert.ok(!draws.includes(1));
  assert.ok(Math.abs(draws.filter((token) => token === 2).length / draws.length - 0.75) < 0.02);
});

test('rounding at the end of the sum gives the last token, never none', () => {
  assert.equal(drawToken(Float64Array.of(0.5, 0.5), [0, 1], { uniform: () => 1 }), 1);
});
