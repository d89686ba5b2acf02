import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_TRAINING } from '../../../src/training/status';
import type { TrainingEvent } from '../../../src/training/types';
import { isTrainingPageMessage, isTrainingViewMessage, VIEW_ACTIONS } from '../../../src/views/training/protocol';
import { isTrainingStatus } from '../../../src/training/eventGuards';
import { CORPUS, evaluation, STARTED, STATISTICS, STEP, TRAINING } from './statuses';

/** As it arrives: VS Code sends messages as JSON. */
function overTheWire(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

const EVENTS: readonly TrainingEvent[] = [
  { type: 'reading', files: 1, characters: 2 },
  { type: 'corpus', summary: CORPUS },
  STARTED,
  { ...STARTED, origin: { type: 'anew', reason: 'as chosen' } },
  { ...STARTED, origin: { type: 'continued', before: { runs: 1, steps: 2, seconds: 3 }, validationLoss: 1.5 } },
  STEP,
  evaluation(500, 2),
  { type: 'sample', step: 500, text: '' },
  { type: 'usable', step: 500 },
  { type: 'paused', step: 1 },
  { type: 'resumed', step: 1 },
  { type: 'done', model: 'm', steps: 1, engine: 'tensorflow', validationLoss: 1, elapsedSeconds: 1 },
  { type: 'failed', message: 'm', userError: false, resumable: true, remedies: [] },
];

test('every event of a training passes', () => {
  for (const event of EVENTS) assert.ok(isTrainingPageMessage(overTheWire({ type: 'event', event })), event.type);
});

/** A training whose length is a time has no number of iterations, and where there was no model nothing became of it. */
const OPTIONAL = ['started steps', 'started origin'];

test('every event that lacks a property is refused', () => {
  for (const event of EVENTS) {
    for (const name of Object.keys(event).filter((key) => !OPTIONAL.includes(`${event.type} ${key}`))) {
      const lacking = Object.fromEntries(Object.entries(event).filter(([key]) => key !== name));
      assert.equal(isTrainingPageMessage({ type: 'event', event: lacking }), false, `${event.type} without ${name}`);
    }
  }
});

test('a whole status passes, empty or full', () => {
  assert.ok(isTrainingStatus(overTheWire(NO_TRAINING)));
  assert.ok(isTrainingPageMessage(overTheWire({ type: 'status', status: TRAINING })));
});

test('a status with one wrong part is refused', () => {
  const wrong = [
    { phase: 'dreaming' },
    { batchLosses: [{ step: 1, loss: null }] },
    { evaluations: undefined },
    { samples: [{ type: 'sample', step: 1, text: 7 }] },
    { corpus: { ...CORPUS, leftOut: [{ reason: 'toString', count: 1, examples: [] }] } },
    { started: { ...STARTED, engine: 'abacus' } },
  ];
  for (const part of wrong) assert.equal(isTrainingStatus({ ...TRAINING, ...part }), false, JSON.stringify(part));
});

test('statistics pass, or that there are none', () => {
  assert.ok(isTrainingPageMessage(overTheWire({ type: 'statistics', statistics: STATISTICS })));
  assert.ok(isTrainingPageMessage(overTheWire({ type: 'statistics', statistics: undefined })));
  assert.equal(isTrainingPageMessage({ type: 'statistics', statistics: { ...STATISTICS, saved: NaN } }), false);
});

test('the page may ask for the known actions only', () => {
  for (const action of VIEW_ACTIONS) assert.ok(isTrainingViewMessage({ type: 'action', action }));
  for (const message of [{ type: 'action', action: 'constructor' }, { type: 'action' }, { type: 'event' }, null]) {
    assert.equal(isTrainingViewMessage(message), false);
  }
});
