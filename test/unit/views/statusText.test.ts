import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyTrainingEvent, NO_TRAINING } from '../../../src/training/status';
import { statusText } from '../../../src/views/statusText';
import { STEP, TRAINING } from './statuses';

test('without a model the status bar leads to the training', () => {
  const { text, command } = statusText(NO_TRAINING, 'none', 'on');
  assert.deepEqual([text, command], ['MyGPT: no model', 'mygpt.showTraining']);
});

test('a training shows how far it is and how long it takes', () => {
  const halfway = { ...TRAINING, latest: { ...STEP, step: 2100, elapsedSeconds: 134, secondsLeft: 185 } };
  const { text, tooltip } = statusText(halfway, 'none', 'on');
  assert.equal(text, 'MyGPT: training 42 % (3 min left)');
  assert.match(tooltip, /Held-out loss 1\.700 at iteration 2,000\./);
});

test('a training shows even when a model is ready and completions are off', () => {
  assert.match(statusText(TRAINING, 'ready', 'off').text, /^MyGPT: training/);
});

test('before the first step there is no time left to show', () => {
  const { batchLosses, evaluations, samples, started } = TRAINING;
  const beginning = { phase: 'training', batchLosses, evaluations, samples, ...(started && { started }) } as const;
  assert.equal(statusText(beginning, 'none', 'on').text, 'MyGPT: training 0 %');
  assert.equal(statusText({ ...beginning, phase: 'reading' }, 'none', 'on').text, 'MyGPT: reading files');
});

test('a paused training says where it stands', () => {
  const paused = { ...TRAINING, phase: 'paused', latest: { ...STEP, elapsedSeconds: 1 } } as const;
  assert.equal(statusText(paused, 'ready', 'on').text, 'MyGPT: paused at 42 %');
});

test('a failed training is a warning that gives its reason', () => {
  const failed = applyTrainingEvent(TRAINING, {
    type: 'failed',
    message: 'The disk is full.',
    userError: true,
    resumable: false,
    remedies: [],
  });
  const { text, tooltip, warning } = statusText(failed, 'ready', 'on');
  assert.deepEqual([text, warning], ['MyGPT: training failed', true]);
  assert.match(tooltip, /The disk is full\./);
});

test('a ready model shows how the completions stand', () => {
  assert.equal(statusText(NO_TRAINING, 'ready', 'on').text, 'MyGPT: ready');
  assert.equal(statusText(NO_TRAINING, 'ready', 'snoozed').text, 'MyGPT: snoozed');
  const { text, command } = statusText(NO_TRAINING, 'ready', 'off');
  assert.deepEqual([text, command], ['MyGPT: off', 'mygpt.toggleCompletions']);
});

test('a model that cannot be loaded leads to the log', () => {
  const { command, warning } = statusText(NO_TRAINING, 'failed', 'on');
  assert.deepEqual([command, warning], ['mygpt.showLog', true]);
  assert.equal(statusText(NO_TRAINING, 'loading', 'on').text, 'MyGPT: loading');
});

test('two steps within the same percent show the same, so that nothing flickers', () => {
  const at = (step: number) => statusText({ ...TRAINING, latest: { ...STEP, step, elapsedSeconds: 1 } }, 'none', 'on');
  assert.deepEqual(at(2110), at(2140));
});
