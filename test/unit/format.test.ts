import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatChoices,
  formatCount,
  formatDuration,
  formatLoss,
  formatPlural,
  formatProbability,
  formatProgress,
  formatSpeed,
  formatTimeLeft,
} from '../../src/format';

test('counts have thousands separators, and nouns their plural', () => {
  assert.equal(formatCount(824_672), '824,672');
  assert.equal(formatPlural(1, 'file'), '1 file');
  assert.equal(formatPlural(0, 'file'), '0 files');
  assert.equal(formatPlural(1204, 'file'), '1,204 files');
});

test('a loss has three decimals', () => {
  assert.equal(formatLoss(1.6394), '1.639');
  assert.equal(formatLoss(2), '2.000');
});

test('progress is a hundred percent only at the end', () => {
  assert.equal(formatProgress(0), '0 %');
  assert.equal(formatProgress(0.429), '42 %');
  assert.equal(formatProgress(0.9999), '99 %');
  assert.equal(formatProgress(1), '100 %');
});

test('a probability is shown with the digits that tell small ones apart', () => {
  assert.equal(formatProbability(1), '100 %');
  assert.equal(formatProbability(0.623), '62 %');
  assert.equal(formatProbability(0.0996), '10 %');
  assert.equal(formatProbability(0.0412), '4.1 %');
  assert.equal(formatProbability(0.001), '0.1 %');
  assert.equal(formatProbability(0.0001), '< 0.1 %');
});

test('a speed has two digits', () => assert.equal(formatSpeed(14_237), '14,000 characters/s'));

test('a duration is told in its two largest units', () => {
  assert.equal(formatDuration(0), '0 s');
  assert.equal(formatDuration(59.4), '59 s');
  assert.equal(formatDuration(59.6), '1 min');
  assert.equal(formatDuration(185), '3 min 5 s');
  assert.equal(formatDuration(3600), '1 h');
  assert.equal(formatDuration(4320), '1 h 12 min');
  assert.equal(formatDuration(7199), '2 h');
});

test('the time left is coarse', () => {
  assert.equal(formatTimeLeft(20), 'less than a minute');
  assert.equal(formatTimeLeft(60), '1 min');
  assert.equal(formatTimeLeft(185), '3 min');
  assert.equal(formatTimeLeft(13 * 60), '15 min');
  assert.equal(formatTimeLeft(58 * 60), '1 h');
  assert.equal(formatTimeLeft(72 * 60), '1 h 10 min');
});

test('a wavering estimate of the time left shows the same', () => {
  const shown = [880, 890, 900, 910, 930].map(formatTimeLeft);
  assert.deepEqual(new Set(shown), new Set(['15 min']));
});

test('a loss is as unsure as e to its power choices', () => {
  assert.equal(formatChoices(0), '1.0');
  assert.equal(formatChoices(1.64), '5.2');
  assert.equal(formatChoices(Math.log(96)), '96');
});
