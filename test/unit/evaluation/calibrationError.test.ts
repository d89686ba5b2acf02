import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CalibrationError } from '../../../src/evaluation/calibrationError';
import { predictionsOf } from '../inference/predictions';

/** So many suggestions of a probability, and how many of them are right. */
function add(error: CalibrationError, probability: number, count: number, right: number): void {
  for (let index = 0; index < count; index++) {
    error.add({ characters: predictionsOf('day'), probability }, index < right ? 'days' : 'dog');
  }
}

test('who is right as often as promised has no error', () => {
  const error = new CalibrationError();
  add(error, 0.75, 4, 3);
  add(error, 0.25, 8, 2);
  assert.equal(error.expected, 0);
});

test('the error is the mean difference, each suggestion counted once', () => {
  const error = new CalibrationError();
  add(error, 0.75, 4, 1); // 0.5 too sure
  add(error, 0.25, 12, 6); // 0.25 too unsure
  assert.equal(error.expected, (4 * 0.5 + 12 * 0.25) / 16);
});

test('certainty is a probability, too', () => {
  const error = new CalibrationError();
  add(error, 1, 2, 1);
  assert.equal(error.expected, 0.5);
});

test('without suggestions, or without their probabilities, there is none', () => {
  const error = new CalibrationError();
  error.add({ characters: [], probability: 0.5 }, 'day');
  error.add({ characters: predictionsOf('day') }, 'day');
  assert.equal(error.expected, null);
});
