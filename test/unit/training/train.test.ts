import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { decodeCheckpoint } from '../../../src/model/checkpoint';
import { readModelFolder } from '../../../src/model/folder';
import { Random } from '../../../src/random';
import { TrainingControl } from '../../../src/training/control';
import { isResumable } from '../../../src/training/runFolder';
import { train } from '../../../src/training/train';
import type { TrainingEvent } from '../../../src/training/types';
import { someShakespeare, TextFolder } from './textFolder';

let folder: TextFolder;
beforeEach(() => (folder = new TextFolder()));
afterEach(() => folder.remove());

/** Trains, and calls `onEvent` on the way. */
async function run(
  request = folder.request(),
  onEvent: (event: TrainingEvent, control: TrainingControl) => void = () => undefined,
): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  const control = new TrainingControl();
  await train(request, control, (event) => {
    events.push(event);
    onEvent(event, control);
  });
  return events;
}

/** Trains until an error in the middle, as by a crash: the checkpoint is the one of iteration 4. */
async function cutOff(): Promise<void> {
  const training = run(folder.request(), (event) => {
    if (event.type === 'step' && event.step > 4) throw new Error('power cut');
  });
  await assert.rejects(training, /power cut/);
}

function ofType<T extends TrainingEvent['type']>(events: TrainingEvent[], type: T) {
  return events.filter((event): event is Extract<TrainingEvent, { type: T }> => event.type === type);
}

/** All that a seed decides. */
function losses(events: TrainingEvent[]): unknown[] {
  return ofType(events, 'progress').map(({ step, trainingLoss, validationLoss }) => [
    step,
    trainingLoss,
    validationLoss,
  ]);
}

async function parametersOf(modelFolder: string): Promise<Float32Array> {
  const { safetensors, configuration } = await readModelFolder(modelFolder);
  return decodeCheckpoint(safetensors, configuration);
}

test('a training reads, starts, samples noise, evaluates as often as asked, and ends with a model', async () => {
  const events = await run();
  assert.deepEqual(
    ofType(events, 'progress').map(({ step }) => step),
    [4, 8],
  );
  assert.deepEqual(
    ofType(events, 'sample').map(({ step, text }) => [step, text.length]),
    [
      [0, 200],
      [4, 200],
      [8, 200],
    ],
  );
  const [done] = ofType(events, 'done');
  assert.equal(done?.steps, 8);
  assert.equal(events.at(-1), done);
  assert.equal(done.validationLoss, Math.min(...ofType(events, 'progress').map((each) => each.validationLoss)));
  const { training, configuration } = await readModelFolder(folder.modelFolder);
  assert.equal(configuration.context_length, 8);
  assert.equal(training['preset'], 'notebook');
  assert.equal(training['seed'], 1);
});

test('it learns', async () => {
  const evaluations = ofType(await run(folder.request({ steps: 120, evaluationInterval: 60 })), 'progress');
  assert.ok((evaluations[0]?.validationLoss ?? NaN) < 3.3);
  assert.ok((evaluations[1]?.validationLoss ?? NaN) < (evaluations[0]?.validationLoss ?? NaN));
});

test('the default preset learns, and the model says what is different about it', async () => {
  const events = await run(folder.request({ preset: 'fast', steps: 60, evaluationInterval: 20 }));
  const losses = ofType(events, 'progress').map(({ validationLoss }) => validationLoss);
  assert.ok((losses[2] ?? NaN) < (losses[0] ?? NaN));
  const { configuration, training } = await readModelFolder(folder.modelFolder);
  assert.equal(configuration.positions, 'rotary');
  assert.equal(training['preset'], 'fast');
});

test('the same seed gives the same losses and samples, another seed others', async () => {
  const first = await run();
  const second = await run();
  assert.deepEqual(losses(second), losses(first));
  assert.deepEqual(ofType(second, 'sample'), ofType(first, 'sample'));
  assert.notDeepEqual(losses(await run(folder.request({ seed: 2 }))), losses(first));
});

test('how often is evaluated does not change what is learnt', async () => {
  const often = ofType(await run(folder.request({ evaluationInterval: 2 })), 'progress').at(-1);
  const once = ofType(await run(folder.request({ evaluationInterval: 8 })), 'progress').at(-1);
  assert.equal(often?.validationLoss, once?.validationLoss);
});

test('a run that goes on from its checkpoint is, bit for bit, the run that never stopped', async () => {
  const whole = await run();
  const wholeModel = await parametersOf(folder.modelFolder);

  await cutOff();
  assert.ok(await isResumable(folder.modelFolder));

  const rest = await run(folder.request({ resume: true }));
  assert.equal(ofType(rest, 'started')[0]?.step, 4);
  assert.deepEqual(losses(rest), losses(whole).slice(1));
  assert.deepEqual(await parametersOf(folder.modelFolder), wholeModel);
  assert.ok(!(await isResumable(folder.modelFolder)));
});

test('a run that goes on may be made longer', async () => {
  await cutOff();
  const rest = await run(folder.request({ resume: true, steps: 12 }));
  assert.equal(ofType(rest, 'done')[0]?.steps, 12);
});

test('stopping evaluates at once and keeps the best model so far', async () => {
  const events = await run(folder.request({ steps: 10_000, evaluationInterval: 10_000 }), (event, control) => {
    if (event.type === 'step') control.stop();
  });
  const [done] = ofType(events, 'done');
  assert.ok(done && done.steps < 10_000);
  assert.deepEqual(
    ofType(events, 'progress').map(({ step }) => step),
    [done.steps],
  );
  await readModelFolder(folder.modelFolder);
});

test('stopping while the text is read ends the training without a model', async () => {
  const stopped = run(folder.request(), (event, control) => {
    if (event.type === 'reading') control.stop();
  });
  await assert.rejects(stopped, { name: 'CancelledError' });
  assert.deepEqual(readdirSync(folder.root), ['text.txt']);
});

test('the model that is saved is the best one, not the last', async () => {
  // 700 characters are soon learnt by heart, after which the held-out loss only grows.
  folder.remove();
  folder = new TextFolder(someShakespeare(700));
  const request = folder.request({ steps: 300, evaluationInterval: 100 });
  const events = await run(request);
  const evaluations = ofType(events, 'progress');
  const best = evaluations.reduce((a, b) => (b.validationLoss < a.validationLoss ? b : a));
  assert.ok(best.step < 300, 'the text is short enough to overfit');
  assert.equal(ofType(events, 'done')[0]?.validationLoss, best.validationLoss);
  assert.equal((await readModelFolder(folder.modelFolder)).training['best'], best.step);

  const model = await parametersOf(folder.modelFolder);
  folder.remove();
  folder = new TextFolder(someShakespeare(700));
  await run(folder.request({ steps: best.step, evaluationInterval: 100 }));
  assert.deepEqual(model, await parametersOf(folder.modelFolder));
});

test('a paused training computes nothing until it is resumed, and its pause does not count', async () => {
  const request = folder.request({ steps: 60, evaluationInterval: 60 });
  let pausedAt = 0;
  let askedToPause = false;
  const events = await run(request, (event, control) => {
    if (event.type === 'step' && !askedToPause) {
      askedToPause = true;
      control.pause();
    }
    if (event.type === 'paused') {
      pausedAt = event.step;
      control.resume();
    }
  });
  const resumed = ofType(events, 'resumed');
  assert.deepEqual(
    resumed.map(({ step }) => step),
    [pausedAt],
  );
  assert.equal(ofType(events, 'done')[0]?.steps, 60);
});

test('the preset fast ends by itself when text that it has not seen becomes no easier; notebook does not', async () => {
  const random = new Random(1);
  const letters = Array.from({ length: 5000 }, () => 'abcdefghijklmnopqrst'[random.integer(20)]).join('');
  const noise = new TextFolder(letters.replaceAll(/.{40}/g, '$&\n'));
  try {
    const length = { steps: 120, evaluationInterval: 5 };
    const [fast] = ofType(await run(noise.request({ ...length, preset: 'fast' })), 'done');
    assert.ok(fast && fast.steps < 120);
    const [notebook] = ofType(await run(noise.request({ ...length, evaluationInterval: 20 })), 'done');
    assert.equal(notebook?.steps, 120);
  } finally {
    noise.remove();
  }
});

test('a time limit ends the training', async () => {
  const events = await run(folder.request({ steps: 1_000_000, evaluationInterval: 1_000_000, minutes: 1 / 120 }));
  const [done] = ofType(events, 'done');
  assert.ok(done && done.steps > 0 && done.steps < 1_000_000);
});

test('where there was no model, a good one can be used while the training goes on; a second training waits', async () => {
  const easy = new TextFolder('to be or not to be, '.repeat(1000));
  try {
    const request = easy.request({ steps: 80, evaluationInterval: 20 });
    const events = await run(request, (event) => {
      if (event.type === 'usable') assert.ok(existsSync(path.join(easy.modelFolder, 'manifest.json')));
    });
    const [usable] = ofType(events, 'usable');
    assert.ok(usable && usable.step < 80);
    assert.deepEqual(ofType(await run(request), 'usable'), []);
  } finally {
    easy.remove();
  }
});

test('only the model is left when a training is done', async () => {
  await run();
  assert.deepEqual(readdirSync(folder.root).sort(), ['model', 'text.txt']);
});

test('a training that fails at once leaves the earlier model and nothing else', async () => {
  await run();
  const manifest = readFileSync(path.join(folder.modelFolder, 'manifest.json'), 'utf8');
  const tooLong = folder.request({ contextLength: 100_000 });
  await assert.rejects(run(tooLong), { name: 'UserError', message: /too little text/ });
  assert.equal(readFileSync(path.join(folder.modelFolder, 'manifest.json'), 'utf8'), manifest);
  assert.ok(!existsSync(`${folder.modelFolder}.training`));
});

for (const [age, format] of [
  ['an older', 1],
  ['a newer', 99],
] as const) {
  test(`a checkpoint of ${age} program is refused with what to do`, async () => {
    await cutOff();
    const file = path.join(`${folder.modelFolder}.training`, 'checkpoint', 'checkpoint.json');
    const description = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...description, format }));
    await assert.rejects(run(folder.request({ resume: true })), {
      name: 'UserError',
      message: new RegExp(`begun by ${age} MyGPT\\..*start the training anew`, 'i'),
    });
  });
}

test('a preset that is not there, and nothing to resume, are said', async () => {
  await assert.rejects(run(folder.request({ preset: 'huge' })), {
    name: 'UserError',
    message: /Choose one of: fast, notebook/,
  });
  await assert.rejects(run(folder.request({ resume: true })), {
    name: 'UserError',
    message: /no training to go on with/,
  });
});
