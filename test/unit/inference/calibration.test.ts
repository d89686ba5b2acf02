import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Calibration } from '../../../src/inference/calibration';
import { Random } from '../../../src/random';

/** Suggestions of which the model is as sure as `raw`, and so large a share of them is right. */
function learn(calibration: Calibration, raw: number, length: number, share: number, count: number): void {
  const random = new Random(7);
  for (let index = 0; index < count; index++) calibration.learn(raw, length, random.uniform() < share);
}

function assertNear(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected} ± ${tolerance}`);
}

test('what has learnt nothing believes the model', () => {
  const calibration = new Calibration();
  for (const raw of [0, 0.001, 0.3, 0.77, 0.9999, 1]) assert.equal(calibration.probability(raw, 5), raw);
});

test('a probability becomes the share that was right', () => {
  const calibration = new Calibration();
  learn(calibration, 0.8, 10, 0.4, 2000);
  assertNear(calibration.probability(0.8, 10), 0.4, 0.08);
  assertNear(calibration.probability(0.81, 12), 0.4, 0.08);
});

test('a few suggestions change little', () => {
  const calibration = new Calibration();
  for (let index = 0; index < 3; index++) calibration.learn(0.8, 10, false);
  assertNear(calibration.probability(0.8, 10), 0.75, 0.04);
});

test('what is learnt of one probability says nothing of very different ones, nor of very different lengths', () => {
  const calibration = new Calibration();
  learn(calibration, 0.8, 10, 0.2, 500);
  assertNear(calibration.probability(0.1, 10), 0.1, 0.001);
  assert.equal(calibration.probability(0.8, 3), 0.8);
});

test('what happened long ago is forgotten', () => {
  const calibration = new Calibration();
  learn(calibration, 0.5, 10, 0.1, 10_000);
  learn(calibration, 0.5, 10, 0.9, 1500);
  assertNear(calibration.probability(0.5, 10), 0.9, 0.1);
});

test('it stays a probability, and finite, whatever happens', () => {
  const calibration = new Calibration();
  learn(calibration, 1, 10, 0, 1000);
  learn(calibration, 0, 10, 1, 1000);
  for (const raw of [0, 0.5, 1]) {
    const probability = calibration.probability(raw, 10);
    assert.ok(probability >= 0 && probability <= 1, String(probability));
  }
});
