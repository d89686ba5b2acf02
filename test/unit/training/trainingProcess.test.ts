import assert from 'node:assert/strict';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { readModelFolder } from '../../../src/model/folder';
import type { TrainingRequest } from '../../../src/training/types';
import { ObservedTraining } from './observedTraining';
import { TextFolder } from './textFolder';

const SCRIPT = path.join(__dirname, '../../../src/training/child.ts');
const TYPESCRIPT = { execArgv: ['--import', 'tsx'] };
const LONG = { steps: 1_000_000, evaluationInterval: 20 } as const;

let folder: TextFolder;
let run: ObservedTraining | undefined;
beforeEach(() => (folder = new TextFolder()));
afterEach(() => {
  run?.process.dispose();
  folder.remove();
});

function start(changes: Partial<TrainingRequest> = {}): ObservedTraining {
  return new ObservedTraining(SCRIPT, folder.request(changes), TYPESCRIPT);
}

test('a training in its own process tells its progress and ends with a model', async () => {
  run = start();
  const done = await run.until('done');
  assert.equal(done.model, folder.modelFolder);
  await readModelFolder(folder.modelFolder);
});

test('a killed process is reported with its cause, and goes on from its checkpoint', async () => {
  run = start(LONG);
  await run.until('progress');
  await run.until('step');
  process.kill(run.process.processId ?? NaN, 'SIGKILL');
  const failed = await run.until('failed');
  assert.match(failed.message, /was ended by SIGKILL.*Resume the training/);
  assert.equal(failed.resumable, true);
  assert.equal(failed.userError, false);

  run = start({ ...LONG, resume: true });
  const started = await run.until('started');
  assert.ok(started.step >= 20, `goes on from iteration ${started.step}`);
  await run.until('step');
  run.process.stop();
  await run.until('done');
});

test('while it runs, a second training of the same model is told so', async () => {
  run = start(LONG);
  await run.until('step');
  const second = start();
  const failed = await second.until('failed');
  assert.match(failed.message, /already running \(process \d+\)/);
  assert.equal(failed.userError, true);
  run.process.stop();
  await run.until('done');
});

test('pause and resume reach it', async () => {
  run = start(LONG);
  await run.until('step');
  run.process.pause();
  const paused = await run.until('paused');
  const steps = run.events.length;
  run.process.resume();
  const resumed = await run.until('resumed');
  assert.equal(resumed.step, paused.step);
  assert.ok(run.events.slice(steps).every((event) => event.type !== 'step' || event.step > paused.step));
});

test('a mistake of the user comes as a sentence', async () => {
  run = start({ contextLength: 100_000 });
  const failed = await run.until('failed');
  assert.match(failed.message, /too little text/);
  assert.equal(failed.userError, true);
  assert.equal(failed.resumable, false);
});
