import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RestartPolicy } from '../../../src/inference/restartPolicy';

const MINUTE = 60_000;

test('four restarts are allowed in three minutes, and no fifth', () => {
  const policy = new RestartPolicy();
  const allowed = [0, 1, 2, 3, 4].map((second) => policy.allowsRestart(second * 1000));
  assert.deepEqual(allowed, [true, true, true, true, false]);
});

test('a restart counts for three minutes', () => {
  const policy = new RestartPolicy();
  for (const time of [0, 1, 2, 2.5]) policy.allowsRestart(time * MINUTE);
  assert.equal(policy.allowsRestart(2.9 * MINUTE), false);
  assert.equal(policy.allowsRestart(3 * MINUTE), true);
  assert.equal(policy.allowsRestart(3.5 * MINUTE), false);
});

test('a process that crashes now and then is always started again', () => {
  const policy = new RestartPolicy();
  for (let crash = 0; crash < 100; crash++) assert.ok(policy.allowsRestart(crash * MINUTE));
});
