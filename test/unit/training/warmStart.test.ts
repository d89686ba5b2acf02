import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { readCorpus } from '../../../src/corpus/corpus';
import { decodeCheckpoint } from '../../../src/model/checkpoint';
import { readModelFolder, type Model, writeModelFolder } from '../../../src/model/folder';
import { Random } from '../../../src/random';
import { TrainingControl } from '../../../src/training/control';
import { isResumable } from '../../../src/training/runFolder';
import { train } from '../../../src/training/train';
import type { TrainingEvent, TrainingOrigin, TrainingRequest } from '../../../src/training/types';
import { someShakespeare, TextFolder } from './textFolder';

/** The text of many small files, so that whole files are held out; `changes` replaces some of them. */
function plays(changes: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const text = someShakespeare(30_000);
  const files = Array.from({ length: 30 }, (_, index) => [
    `${index}.txt`,
    text.slice(index * 1000, (index + 1) * 1000),
  ]);
  return { ...(Object.fromEntries(files) as Record<string, string>), ...changes };
}

const LENGTH: Partial<TrainingRequest> = { preset: 'fast', steps: 30, evaluationInterval: 10 };

/** A folder that has a model of its text, trained once for all tests. */
let trained: TextFolder;
before(async () => {
  trained = folderOf(plays());
  await run(trained.request(LENGTH));
});
after(() => trained.remove());

function folderOf(files: Readonly<Record<string, string>>): TextFolder {
  const folder = new TextFolder('');
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder.root, name), text);
  return folder;
}

/** The trained model on a text that has changed. */
function changedFolder(changes: Readonly<Record<string, string>>): TextFolder {
  const folder = folderOf(plays(changes));
  cpSync(trained.modelFolder, folder.modelFolder, { recursive: true });
  return folder;
}

async function withFolder(folder: TextFolder, use: (folder: TextFolder) => Promise<void>): Promise<void> {
  try {
    await use(folder);
  } finally {
    folder.remove();
  }
}

async function run(
  request: TrainingRequest,
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

function ofType<T extends TrainingEvent['type']>(events: TrainingEvent[], type: T) {
  return events.filter((event): event is Extract<TrainingEvent, { type: T }> => event.type === type);
}

function losses(events: TrainingEvent[]): [step: number, training: number, heldOut: number][] {
  return ofType(events, 'progress').map(({ step, trainingLoss, validationLoss }) => [
    step,
    trainingLoss,
    validationLoss,
  ]);
}

function originOf(events: TrainingEvent[]): TrainingOrigin | undefined {
  return ofType(events, 'started')[0]?.origin;
}

function parametersOf({ safetensors, configuration }: Model): Float32Array {
  return decodeCheckpoint(safetensors, configuration);
}

/** On held-out text, as the model's record has it. */
function lossOf({ training }: Model): number {
  return Number(training['validationLoss']);
}

/** The reason why a training does not continue the model. */
async function reasonIn(folder: TextFolder, changes: Partial<TrainingRequest> = {}): Promise<string | undefined> {
  const origin = originOf(await run(folder.request({ ...LENGTH, steps: 1, ...changes })));
  return origin?.type === 'anew' ? origin.reason : undefined;
}

test('a first training says nothing of a model; it begins without an evaluation', async () => {
  await withFolder(folderOf(plays()), async (folder) => {
    const events = await run(folder.request({ ...LENGTH, steps: 10 }));
    assert.equal(originOf(events), undefined);
    assert.equal(losses(events)[0]?.[0], 10);
  });
});

test('on the same text a training continues where the model stands', async () => {
  await withFolder(changedFolder({}), async (folder) => {
    const { training } = await readModelFolder(folder.modelFolder);
    const events = await run(folder.request(LENGTH));
    const [first, ...later] = losses(events);
    assert.equal(first?.[0], 0);
    assert.equal(first[2], training['validationLoss']);
    assert.ok(Math.min(...later.map(([, , heldOut]) => heldOut)) < first[2]);
  });
});

test('on a changed text it continues, with the new characters; the record tells from what', async () => {
  await withFolder(changedFolder({ 'new.txt': 'café → thé\n'.repeat(20) }), async (folder) => {
    const earlier = await readModelFolder(folder.modelFolder);
    const events = await run(folder.request(LENGTH));
    const first = losses(events)[0]?.[2] ?? NaN;
    assert.ok(first < lossOf(earlier) + 0.3, `begins with ${first}, not with the loss of noise`);

    const { vocabulary, training, configuration } = await readModelFolder(folder.modelFolder);
    assert.ok(vocabulary.characters.includes('→'));
    assert.equal(configuration.vocab_size, earlier.vocabulary.size + 2);
    const { steps, elapsedSeconds, savedAt, validationLoss } = earlier.training;
    const origin = { type: 'continued', before: { runs: 1, steps, seconds: elapsedSeconds }, savedAt, validationLoss };
    assert.deepEqual(originOf(events), origin);
    assert.deepEqual(training['continued'], origin);
    assert.equal((training['losses'] as unknown[]).length, losses(events).length);
  });
});

test('all the trainings of a model count', async () => {
  await withFolder(changedFolder({}), async (folder) => {
    await run(folder.request({ ...LENGTH, steps: 2 }));
    const origin = originOf(await run(folder.request({ ...LENGTH, steps: 2 })));
    assert.deepEqual(origin?.type === 'continued' && [origin.before.runs, origin.before.steps], [2, 32]);
  });
});

test('a training that makes it no better keeps the model as it was', async () => {
  await withFolder(changedFolder(await noiseToTrainOn()), async (folder) => {
    const before = await readModelFolder(folder.modelFolder);
    const events = await run(folder.request(LENGTH));
    const [first, ...later] = losses(events).map(([, , heldOut]) => heldOut);
    assert.ok(Math.min(...later) > (first ?? NaN), 'noise teaches nothing');
    assert.equal(ofType(events, 'done')[0]?.validationLoss, first);
    assert.deepEqual(ofType(events, 'usable'), []);
    const after = await readModelFolder(folder.modelFolder);
    assert.deepEqual(after.vocabulary, before.vocabulary);
    assert.deepEqual(parametersOf(after), parametersOf(before));
  });
});

/** Noise of the same characters, for the files that are not held out. */
async function noiseToTrainOn(): Promise<Readonly<Record<string, string>>> {
  const { vocabulary, heldOut } = await readCorpus(trained.request().corpus);
  const measured = vocabulary.decode(heldOut);
  const random = new Random(1);
  const noise = () =>
    Array.from({ length: 1000 }, () => vocabulary.characters[random.integer(vocabulary.size)]).join('');
  const learnt = Object.entries(plays()).filter(([, text]) => !measured.includes(text));
  return Object.fromEntries(learnt.map(([name]) => [name, noise()]));
}

test('stopping a continued training at its beginning keeps the model', async () => {
  await withFolder(changedFolder({}), async (folder) => {
    const before = parametersOf(await readModelFolder(folder.modelFolder));
    const stopped = run(folder.request(LENGTH), (event, control) => {
      if (event.type === 'started') control.stop();
    });
    await assert.rejects(stopped, { name: 'CancelledError' });
    assert.deepEqual(parametersOf(await readModelFolder(folder.modelFolder)), before);
  });
});

test('a continued training that was cut off goes on, bit for bit, as if it had never stopped', async () => {
  const change = { 'new.txt': 'café → thé\n'.repeat(20) };
  let whole: TrainingEvent[] = [];
  let model: Float32Array | undefined;
  await withFolder(changedFolder(change), async (folder) => {
    whole = await run(folder.request(LENGTH));
    model = parametersOf(await readModelFolder(folder.modelFolder));
  });
  await withFolder(changedFolder(change), async (folder) => {
    const cutOff = run(folder.request(LENGTH), (event) => {
      if (event.type === 'step' && event.step > 10) throw new Error('power cut');
    });
    await assert.rejects(cutOff, /power cut/);
    assert.ok(await isResumable(folder.modelFolder));
    const rest = await run(folder.request({ ...LENGTH, resume: true }));
    assert.deepEqual(losses(rest), losses(whole).slice(2));
    assert.deepEqual(originOf(rest), originOf(whole));
    const resumed = await readModelFolder(folder.modelFolder);
    assert.deepEqual(parametersOf(resumed), model);
    assert.deepEqual(resumed.training['continued'], originOf(whole));
  });
});

test('another seed draws other windows, and so does another training of the same model', async () => {
  const second = async (seed: number) => {
    let found: unknown;
    await withFolder(changedFolder({}), async (folder) => {
      found = losses(await run(folder.request({ ...LENGTH, steps: 4, evaluationInterval: 4, seed }))).at(-1)?.[1];
    });
    return found;
  };
  assert.equal(await second(1), await second(1));
  assert.notEqual(await second(1), await second(2));
});

test('who asks for a new model gets one', async () => {
  await withFolder(changedFolder({}), async (folder) => {
    const events = await run(folder.request({ ...LENGTH, fresh: true }));
    assert.deepEqual(originOf(events), { type: 'anew', reason: 'as chosen' });
    // The very model of the first training: nothing of the earlier one is left in it.
    const [anew, first] = [await readModelFolder(folder.modelFolder), await readModelFolder(trained.modelFolder)];
    assert.deepEqual(parametersOf(anew), parametersOf(first));
    assert.ok(!('continued' in anew.training));
  });
});

test('the preset notebook, and another shape, begin anew and say why', async () => {
  await withFolder(changedFolder({}), async (folder) => {
    assert.equal(
      await reasonIn(folder, { contextLength: 16 }),
      'because the earlier one has a context of 8 characters',
    );
    assert.equal(await reasonIn(folder, { preset: 'notebook' }), 'because the preset notebook always begins anew');
    assert.equal(await reasonIn(folder), 'because the earlier one has another architecture');
  });
});

test('a damaged model is replaced by a new one, which may be used as soon as it is good', async () => {
  await withFolder(changedFolder({}), async (folder) => {
    writeFileSync(path.join(folder.modelFolder, 'model.safetensors'), 'damaged');
    assert.match((await reasonIn(folder)) ?? '', /^because the earlier one is damaged/);
    await readModelFolder(folder.modelFolder);
  });
  const easy = new TextFolder('to be or not to be, '.repeat(1000));
  await withFolder(easy, async (folder) => {
    const request = folder.request({ ...LENGTH, steps: 80 });
    await run(request);
    rmSync(path.join(folder.modelFolder, 'vocab.json'));
    const events = await run(request);
    assert.equal(ofType(events, 'usable').length > 0, true);
    assert.ok(ofType(events, 'usable').every(({ step }) => step > 0));
  });
});

test('where the whole text is another one in one file, the model begins anew, for there is nothing to measure it on', async () => {
  await withFolder(new TextFolder(someShakespeare(20_000)), async (folder) => {
    await run(folder.request({ ...LENGTH, steps: 1 }));
    writeFileSync(path.join(folder.root, 'text.txt'), someShakespeare(50_000).slice(25_000));
    assert.match((await reasonIn(folder)) ?? '', /^because too little text is left/);
  });
});

test('an imported model of the preset’s shape is continued, at its full length', async () => {
  await withFolder(changedFolder({}), async (folder) => {
    const { configuration, vocabulary, ...model } = await readModelFolder(folder.modelFolder);
    await writeModelFolder(
      folder.modelFolder,
      configuration,
      vocabulary,
      parametersOf({ configuration, vocabulary, ...model }),
      {
        importedFrom: 'model.safetensors',
      },
    );
    const events = await run(folder.request({ ...LENGTH, steps: 1 }));
    assert.deepEqual(originOf(events), { type: 'continued', before: { runs: 1, steps: 0, seconds: 0 } });
    assert.ok((losses(events)[0]?.[2] ?? NaN) < lossOf({ ...model, configuration, vocabulary }) + 0.3);
  });
});

test('the model folder holds no more than before', () => {
  const files = JSON.parse(readFileSync(path.join(trained.modelFolder, 'manifest.json'), 'utf8')) as object;
  assert.deepEqual(Object.keys(files), [
    'model.onnx',
    'model.safetensors',
    'config.json',
    'vocab.json',
    'training.json',
  ]);
});
