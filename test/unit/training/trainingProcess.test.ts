import assert from 'node:assert/strict';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { readModelFolder } from '../../../src/model/folder';
import { TrainingProcess } from '../../../src/training/trainingProcess';
import type { TrainingEvent, TrainingRequest } from '../../../src/training/types';
import { TextFolder } from './textFolder';

const SCRIPT = path.join(__dirname, '../../../src/training/child.ts');
const TYPESCRIPT = { execArgv: ['--import', 'tsx'] };
const LONG = { steps: 1_000_000, evaluationInterval: 20 } as const;

let folder: TextFolder;
let run: ObservedRun | undefined;
beforeEach(() => (folder = new TextFolder()));
afterEach(() => {
  run?.process.dispose();
  folder.remove();
});

/** A real training process, whose events can be waited for. */
class ObservedRun {
  readonly events: TrainingEvent[] = [];
  readonly process: TrainingProcess;
  private waiting: (() => void) | undefined;

  constructor(request: TrainingRequest) {
    this.process = new TrainingProcess(
      SCRIPT,
      request,
      (event) => {
        this.events.push(event);
        this.waiting?.();
      },
      TYPESCRIPT,
    );
  }

  /** The next event of that type, seen or still to come. */
  async until<T extends TrainingEvent['type']>(type: T): Promise<Extract<TrainingEvent, { type: T }>> {
    for (;;) {
      const found = this.events.find((event): event is Extract<TrainingEvent, { type: T }> => event.type === type);
      if (found) return found;
      const failure = this.events.find((event) => event.type === 'failed');
      if (failure && type !== 'failed') throw new Error(failure.message);
      await new Promise<void>((resolve) => (this.waiting = resolve));
    }
  }
}

test('a training in its own process tells its progress and ends with a model', async () => {
  run = new ObservedRun(folder.request());
  const done = await run.until('done');
  assert.equal(done.model, folder.modelFolder);
  await readModelFolder(folder.modelFolder);
});

test('a killed process is reported with its cause, and goes on from its checkpoint', async () => {
  run = new ObservedRun(folder.request(LONG));
  await run.until('progress');
  await run.until('step');
  process.kill(run.process.processId ?? NaN, 'SIGKILL');
  const failed = await run.until('failed');
  assert.match(failed.message, /was ended by SIGKILL.*Resume the training/);
  assert.equal(failed.resumable, true);
  assert.equal(failed.userError, false);

  run = new ObservedRun(folder.request({ ...LONG, resume: true }));
  const started = await run.until('started');
  assert.ok(started.step >= 20, `goes on from iteration ${started.step}`);
  await run.until('step');
  run.process.stop();
  await run.until('done');
});

test('while it runs, a second training of the same model is told so', async () => {
  run = new ObservedRun(folder.request(LONG));
  await run.until('step');
  const second = new ObservedRun(folder.request());
  const failed = await second.until('failed');
  assert.match(failed.message, /already running \(process \d+\)/);
  assert.equal(failed.userError, true);
  run.process.stop();
  await run.until('done');
});

test('pause and resume reach it', async () => {
  run = new ObservedRun(folder.request(LONG));
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
  run = new ObservedRun(folder.request({ contextLength: 100_000 }));
  const failed = await run.until('failed');
  assert.match(failed.message, /too little text/);
  assert.equal(failed.userError, true);
  assert.equal(failed.resumable, false);
});
