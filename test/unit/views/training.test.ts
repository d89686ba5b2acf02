import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyTrainingEvent, NO_TRAINING, type TrainingStatus } from '../../../src/training/status';
import type { EngineRemedy, TrainingOrigin } from '../../../src/training/types';
import { bestEvaluation, hasLosses, lossTable, nearestValue } from '../../../src/views/training/curve';
import {
  announcement,
  availableActions,
  headline,
  lossExplanation,
  outcome,
  progressOf,
  trainingFacts,
} from '../../../src/views/training/text';
import { evaluation, STARTED, TRAINING } from './statuses';

const DONE: TrainingStatus = applyTrainingEvent(TRAINING, {
  type: 'done',
  model: '/model',
  steps: 5000,
  engine: 'onnxruntime',
  validationLoss: 1.6,
  elapsedSeconds: 363,
});

function failed(resumable: boolean, remedies: readonly EngineRemedy[] = []): TrainingStatus {
  return applyTrainingEvent(TRAINING, {
    type: 'failed',
    message: 'The disk is full.',
    userError: true,
    resumable,
    remedies,
  });
}

test('the buttons are those that make sense in the phase', () => {
  assert.deepEqual(availableActions(NO_TRAINING), ['train']);
  assert.deepEqual(availableActions({ ...TRAINING, phase: 'reading' }), ['stop']);
  assert.deepEqual(availableActions(TRAINING), ['pause', 'stop']);
  assert.deepEqual(availableActions({ ...TRAINING, phase: 'paused' }), ['resume', 'stop']);
  assert.deepEqual(availableActions(DONE), ['openGenerator', 'train']);
});

test('a failed training can be resumed only from a checkpoint', () => {
  assert.deepEqual(availableActions(failed(true)), ['resume', 'train']);
  assert.deepEqual(availableActions(failed(false)), ['train']);
});

test('where the engine failed, what mends that comes first', () => {
  assert.deepEqual(availableActions(failed(true, ['useOnnxRuntime'])), ['useOnnxRuntime', 'resume', 'train']);
  assert.deepEqual(availableActions(failed(false, ['installTensorFlow', 'useOnnxRuntime'])), [
    'installTensorFlow',
    'useOnnxRuntime',
    'train',
  ]);
});

test('the headline says where the training stands', () => {
  assert.equal(headline(NO_TRAINING), 'Not trained yet');
  assert.equal(headline({ ...NO_TRAINING, phase: 'reading' }), 'Reading the workspace');
  assert.equal(
    headline({ ...NO_TRAINING, phase: 'reading', reading: { files: 1204, characters: 9 } }),
    'Reading the workspace: 1,204 files',
  );
  assert.equal(headline(TRAINING), 'Iteration 2,100 of 5,000');
  assert.equal(headline({ ...TRAINING, phase: 'paused' }), 'Paused at iteration 2,100 of 5,000');
  assert.equal(headline(DONE), 'Trained: 5,000 iterations in 6 min 3 s');
  assert.equal(headline(failed(true)), 'Training failed');
});

test('a training whose length is a time counts its iterations without an end, and is measured by the time', () => {
  const { steps: _steps, ...timed } = STARTED;
  const status = { ...TRAINING, started: timed };
  assert.equal(headline(status), 'Iteration 2,100');
  const { elapsedSeconds = NaN, secondsLeft = NaN } = status.latest ?? {};
  assert.equal(progressOf(status)?.value, elapsedSeconds / (elapsedSeconds + secondsLeft));
});

test('beside the preset it says what became of the model that was there', () => {
  const model = (origin?: TrainingOrigin) => {
    const facts = new Map(trainingFacts({ ...TRAINING, started: { ...STARTED, origin } }));
    return facts.get('Model');
  };
  const before = { runs: 1, steps: 3000, seconds: 180 };
  assert.equal(model(), undefined);
  assert.equal(
    model({ type: 'continued', before, savedAt: '2026-11-22T18:03:00', validationLoss: 1.5331 }),
    'continues the model of 22 Nov 2026, 18:03 (held-out loss 1.533)',
  );
  assert.equal(model({ type: 'continued', before }), 'continues the model that was there');
  assert.equal(model({ type: 'anew', reason: 'as chosen' }), 'a new model, as chosen');
});

test('once its model is in use, that is said while it trains', () => {
  const status = applyTrainingEvent(TRAINING, { type: 'usable', step: 500 });
  assert.equal(outcome(TRAINING), undefined);
  assert.match(outcome(status) ?? '', /being completed already/);
  assert.equal(outcome({ ...status, phase: 'paused' }), undefined);
});

test('before its first step a training stands at the iteration it starts from', () => {
  const started = applyTrainingEvent(NO_TRAINING, { ...STARTED, step: 500 });
  assert.equal(headline(started), 'Iteration 500 of 5,000');
});

test('progress is unknown while reading, and there is none when nothing runs', () => {
  assert.equal(progressOf(NO_TRAINING), undefined);
  assert.equal(progressOf(DONE), undefined);
  assert.deepEqual(progressOf({ ...TRAINING, phase: 'reading' }), { value: undefined });
  const value = progressOf(TRAINING)?.value ?? 0;
  assert.ok(value >= 0.42 && value < 0.5, `${value}`);
});

test('a finished run tells what its loss means, a failed one why it failed', () => {
  assert.match(outcome(DONE) ?? '', /1\.600: as unsure as a blind guess among 5\.0 characters/);
  assert.equal(outcome(failed(false)), 'The disk is full.');
  assert.equal(outcome(TRAINING), undefined);
});

test('facts appear as they become known', () => {
  assert.deepEqual(trainingFacts(NO_TRAINING), []);
  assert.deepEqual(Object.fromEntries(trainingFacts(TRAINING)), {
    'Time left': '3 min',
    'Time spent': '2 min 30 s',
    Speed: '14,000 characters/s',
    'Best held-out loss': '1.700 at 2,000',
    Parameters: '824,672',
    Engine: 'ONNX Runtime because TensorFlow.js is not installed',
    Preset: 'notebook',
  });
});

test('when a run is over, it says when it began instead of how long it takes', () => {
  const names = trainingFacts(DONE).map(([name]) => name);
  assert.ok(names.includes('Started') && !names.includes('Time left'));
});

test('the meaning of the loss is told with the run’s own numbers', () => {
  assert.match(
    lossExplanation(TRAINING),
    /At 1\.700 it is as unsure as a blind guess among 5\.5 characters, of the 96 it knows\.$/,
  );
  assert.equal(lossExplanation(NO_TRAINING), 'Loss is the model’s surprise at the next character; lower is better.');
});

test('a model that is worse than a blind guess is said to be no better', () => {
  const start = { ...TRAINING, evaluations: [evaluation(0, 4.7)] };
  assert.match(
    lossExplanation(start),
    /At 4\.700 it does no better than a blind guess among the 96 characters it knows\.$/,
  );
});

test('evaluations and phases are announced, steps are not', () => {
  const step = applyTrainingEvent(TRAINING, {
    ...STARTED,
    type: 'step',
    batchLoss: 1,
    elapsedSeconds: 1,
    charactersPerSecond: 1,
    secondsLeft: 1,
  });
  assert.equal(announcement(TRAINING, step), undefined);
  assert.equal(
    announcement(TRAINING, applyTrainingEvent(TRAINING, evaluation(2500, 1.65))),
    'Iteration 2,500: held-out loss 1.650.',
  );
  assert.equal(announcement(TRAINING, failed(true)), 'Training failed. The disk is full.');
  assert.equal(
    announcement(TRAINING, applyTrainingEvent(TRAINING, { type: 'paused', step: 2100 })),
    'Paused at iteration 2,100 of 5,000',
  );
});

test('the best evaluation is the first of the lowest held-out loss', () => {
  const best = evaluation(1000, 1.6);
  assert.equal(bestEvaluation([evaluation(500, 1.9), best, evaluation(1500, 1.6), evaluation(2000, 1.8)]), best);
  assert.equal(bestEvaluation([]), undefined);
});

test('the loss table joins batches and evaluations by iteration', () => {
  const status: TrainingStatus = {
    ...TRAINING,
    batchLosses: [
      { step: 10, loss: 3 },
      { step: 20, loss: 2.5 },
    ],
    evaluations: [evaluation(0, 4), evaluation(20, 2.4), evaluation(30, 2.6)],
  };
  assert.deepEqual(lossTable(status), {
    steps: [0, 10, 20, 30],
    batch: [null, 3, 2.5, null],
    training: [1.5, null, 1.5, 1.5],
    heldOut: [4, null, 2.4, 2.6],
    best: [null, null, 2.4, null],
  });
});

test('there is something to draw from the first loss on', () => {
  assert.equal(hasLosses(NO_TRAINING), false);
  assert.ok(hasLosses({ ...NO_TRAINING, batchLosses: [{ step: 1, loss: 4 }] }));
  assert.ok(hasLosses({ ...NO_TRAINING, evaluations: [evaluation(0, 4)] }));
});

test('the pointer holds on to the nearest value', () => {
  const column = [1, null, null, null, 2, null];
  assert.deepEqual(
    [0, 1, 2, 3, 5].map((index) => nearestValue(column, index)),
    [0, 0, 0, 4, 4],
  );
  assert.equal(nearestValue([null, null], 1), null);
  assert.equal(nearestValue([], -1), null);
});
