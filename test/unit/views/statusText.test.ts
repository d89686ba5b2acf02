import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Refusal } from '../../../src/completion/permission';
import { applyTrainingEvent, type TrainingStatus } from '../../../src/training/status';
import { statusText } from '../../../src/views/statusText';
import { READY, STEP, TRAINING, UNTRAINED } from './statuses';

const duringTraining = (training: TrainingStatus) => statusText({ ...READY, training });
const editing = (refusal?: Refusal) => statusText({ ...READY, document: { language: 'latex', refusal } });

test('with nothing that suggests there is no model', () => {
  assert.equal(statusText({ ...UNTRAINED, canSuggest: false }).text, 'MyGPT: no model');
});

test('while the memory alone suggests, it is said that it does, and that nothing is trained yet', () => {
  const { text, tooltip } = statusText(UNTRAINED);
  assert.equal(text, 'MyGPT: not trained yet');
  assert.match(tooltip, /^MyGPT suggests what the text of this workspace says\./);
  assert.equal(statusText({ ...UNTRAINED, completions: 'off' }).text, 'MyGPT: off');
});

test('a training shows how far it is and how long it takes', () => {
  const halfway = { ...TRAINING, latest: { ...STEP, step: 2100, elapsedSeconds: 134, secondsLeft: 185 } };
  const { text, tooltip } = duringTraining(halfway);
  assert.equal(text, 'MyGPT: training 42 % (3 min left)');
  assert.match(tooltip, /Held-out loss 1\.700 at iteration 2,000\./);
});

test('a training shows even when a model is ready and completions are off', () => {
  assert.match(statusText({ ...READY, training: TRAINING, completions: 'off' }).text, /^MyGPT: training/);
});

test('before the first step there is no time left to show', () => {
  const { batchLosses, evaluations, samples, started } = TRAINING;
  const beginning = { phase: 'training', batchLosses, evaluations, samples, ...(started && { started }) } as const;
  assert.equal(duringTraining(beginning).text, 'MyGPT: training 0 %');
  assert.equal(duringTraining({ ...beginning, phase: 'reading' }).text, 'MyGPT: reading files');
});

test('a paused training says where it stands', () => {
  const paused = { ...TRAINING, phase: 'paused', latest: { ...STEP, elapsedSeconds: 1 } } as const;
  assert.equal(duringTraining(paused).text, 'MyGPT: paused at 42 %');
});

test('a failed training is a warning that gives its reason', () => {
  const failed = applyTrainingEvent(TRAINING, {
    type: 'failed',
    message: 'The disk is full.',
    userError: true,
    resumable: false,
    remedies: [],
  });
  const { text, tooltip, warning } = duringTraining(failed);
  assert.deepEqual([text, warning], ['MyGPT: training failed', true]);
  assert.match(tooltip, /The disk is full\./);
});

test('a ready model shows how the completions stand', () => {
  assert.equal(statusText(READY).text, 'MyGPT: ready');
  assert.equal(statusText({ ...READY, completions: 'snoozed' }).text, 'MyGPT: snoozed');
  assert.equal(statusText({ ...READY, completions: 'off' }).text, 'MyGPT: off');
});

test('where nothing is suggested in what is being edited, the reason is given', () => {
  assert.equal(editing().text, 'MyGPT: ready');
  assert.equal(editing('language').text, 'MyGPT: off for latex');
  for (const [refusal, reason] of [
    ['excluded', /mygpt\.completion\.exclude/],
    ['secret', /secrets/],
    ['large', /Large/],
    ['minified', /Minified/],
  ] as const) {
    assert.equal(editing(refusal).text, 'MyGPT: off for this file');
    assert.match(editing(refusal).tooltip, reason);
  }
});

test('completions that are off everywhere are not off for a file', () => {
  const document = { language: 'latex', refusal: 'secret' } as const;
  assert.equal(statusText({ ...READY, completions: 'off', document }).text, 'MyGPT: off');
});

test('a model that cannot be loaded is a warning, also while the memory suggests', () => {
  const { text, warning } = statusText({ ...UNTRAINED, model: 'failed' });
  assert.deepEqual([text, warning], ['MyGPT: model failed', true]);
  assert.equal(statusText({ ...UNTRAINED, model: 'loading' }).text, 'MyGPT: loading');
});

test('two steps within the same percent show the same, so that nothing flickers', () => {
  const at = (step: number) => duringTraining({ ...TRAINING, latest: { ...STEP, step, elapsedSeconds: 1 } });
  assert.deepEqual(at(2110), at(2140));
});
