import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { type CorpusOptions, DEFAULT_CORPUS_OPTIONS } from '../../../src/corpus/types';
import { InferenceProcess } from '../../../src/inference/inferenceProcess';
import { readLearning } from '../../../src/inference/learning';
import { LocalLanguageModel } from '../../../src/inference/localLanguageModel';
import type { SuggestPlace, SuggestRequest } from '../../../src/inference/types';
import { BuiltChild } from './builtChild';
import { SHAKESPEARE } from './shakespeare';

const REQUEST: SuggestRequest = {
  prefix: '',
  suffix: '',
  maxCharacters: 20,
  minCharacters: 1,
  minProbability: 0.2,
  wrongCost: 0,
  multiline: false,
};
const LINE = 'export function calibrateFluxCapacitor(): void {}\n';
const KNOWN = LINE.repeat(3);
const PREFIX = 'export function calib';
const CONTINUATION = 'rateFluxCapacitor';

let child: BuiltChild;
let inference: InferenceProcess;
let folder: string;
let newMemories: number;

before(() => {
  child = new BuiltChild();
});
after(() => child.remove());

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'mygpt-memory-'));
  newMemories = 0;
  inference = InferenceProcess.startEmpty({ script: child.script, onCrash: () => undefined }, () => newMemories++);
});
afterEach(() => {
  inference.dispose();
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function corpus(changes: Partial<CorpusOptions> = {}): CorpusOptions {
  return { ...DEFAULT_CORPUS_OPTIONS, folders: [{ path: folder, exclude: [] }], ...changes };
}

async function suggest(prefix: string, place?: SuggestPlace): Promise<string> {
  const { characters } = await inference.suggest({ ...REQUEST, prefix, place });
  return characters.map(({ character }) => character).join('');
}

async function assertKnown(): Promise<void> {
  const suggestion = await suggest(PREFIX);
  assert.ok(suggestion.startsWith(CONTINUATION), suggestion);
}

async function assertUnknown(): Promise<void> {
  assert.ok(!(await suggest(PREFIX)).startsWith('rate'));
}

test('without a model and without a memory nothing is suggested', async () => {
  assert.equal(await suggest(PREFIX), '');
  assert.equal(inference.canSuggest, false);
});

test('without a model, what the workspace says is suggested', async () => {
  write('flux.ts', KNOWN);
  await inference.remember(corpus());
  assert.ok(inference.canSuggest && !inference.hasModel);
  await assertKnown();
});

test('what the corpus leaves out is not remembered, on disk or open', async () => {
  write('.gitignore', 'ignored/\n');
  write('other.ts', 'export const nothing = 1;\n');
  const files = [write('ignored/flux.ts', KNOWN), write('excluded.ts', KNOWN), write('.env', KNOWN)];
  await inference.remember(corpus({ exclude: ['excluded.ts'] }));
  await assertUnknown();
  for (const file of files) await inference.tell({ type: 'open', path: file, text: KNOWN });
  await assertUnknown();
  await inference.tell({ type: 'open', path: 'untitled:1', text: KNOWN });
  await assertKnown();
});

test('an open document counts as it is in the editor, change by change, and a closed one as it is on disk', async () => {
  const file = write('flux.ts', 'export const nothing = 1;\n');
  await inference.remember(corpus());
  await inference.tell({ type: 'open', path: file, text: 'export const nothing = 1;\n' });
  const end = 'export const nothing = 1;\n'.length;
  const changes = [
    { offset: end, removed: 0, inserted: KNOWN.slice(4) },
    { offset: end, removed: 0, inserted: KNOWN.slice(0, 4) },
  ];
  await inference.tell({ type: 'change', path: file, changes, isTyped: false });
  await assertKnown();
  await inference.tell({ type: 'close', path: file });
  await assertUnknown();
  write('flux.ts', KNOWN);
  await inference.tell({ type: 'save', path: file });
  await assertKnown();
});

test('what is right of the cursor is not seen', async () => {
  const file = write('flux.ts', KNOWN);
  await inference.remember(corpus());
  await inference.tell({ type: 'open', path: file, text: KNOWN });
  const place = { path: file, offset: PREFIX.length, isReal: true };
  assert.ok(!(await suggest(PREFIX, place)).startsWith('rate'));
  await assertKnown();
});

test('a document into which a secret was written is forgotten when it is saved', async () => {
  await inference.remember(corpus());
  await inference.tell({ type: 'open', path: 'untitled:1', text: KNOWN });
  await assertKnown();
  const inserted = '-----BEGIN RSA PRIVATE KEY-----\n';
  const changes = [{ offset: 0, removed: 0, inserted }];
  await inference.tell({ type: 'change', path: 'untitled:1', changes, isTyped: true });
  await inference.tell({ type: 'save', path: 'untitled:1' });
  await assertUnknown();
});

test('what changes on disk outside of the editor is known: files, folders, and what is ignored', async () => {
  const file = write('flux.ts', 'export const nothing = 1;\n');
  await inference.remember(corpus());
  const look = (...paths: string[]) => inference.tell({ type: 'disk', paths });
  write('flux.ts', KNOWN);
  await look(file);
  await assertKnown();
  renameSync(file, path.join(folder, 'renamed.ts'));
  await look(file, path.join(folder, 'renamed.ts'));
  await assertKnown();
  rmSync(path.join(folder, 'renamed.ts'));
  await look(path.join(folder, 'renamed.ts'));
  await assertUnknown();

  const inner = write('new/folder/flux.ts', KNOWN);
  await look(path.join(folder, 'new'));
  await assertKnown();
  const ignore = write('.gitignore', 'folder/\n');
  mkdirSync(path.join(folder, '.git'));
  await look(ignore);
  await assertUnknown();
  await look(inner);
  await assertUnknown();
  rmSync(ignore);
  await look(ignore);
  await assertKnown();
  rmSync(path.join(folder, 'new'), { recursive: true });
  await look(path.join(folder, 'new'));
  await assertUnknown();
});

test('when thousands of files change on disk, suggestions do not wait until all are read', async () => {
  const names = Array.from({ length: 2000 }, (_, index) => `many/file${index}.ts`);
  for (const [index, name] of names.entries()) write(name, `export const name${index} = ${index};\n`.repeat(20));
  const gone = write('gone.ts', KNOWN);
  await inference.remember(corpus());
  await assertKnown();
  rmSync(gone);
  for (const [index, name] of names.entries()) write(name, `export let other${index} = ${index};\n`.repeat(20));
  const told = { isOver: false };
  const all = inference.tell({ type: 'disk' }).then(() => (told.isOver = true));
  let answered = 0;
  for (; !told.isOver; answered++) await suggest(PREFIX);
  await all;
  assert.ok(answered > 1, String(answered));
  await assertUnknown();
  assert.ok((await suggest('export let oth')).startsWith('er'));
});

test('an open document stays as the editor has it, whatever becomes of its file', async () => {
  const file = write('flux.ts', 'export const nothing = 1;\n');
  await inference.remember(corpus());
  await inference.tell({ type: 'open', path: file, text: KNOWN });
  await inference.tell({ type: 'disk', paths: [file] });
  await inference.tell({ type: 'disk' });
  await assertKnown();
  rmSync(file);
  await inference.tell({ type: 'disk', paths: [file] });
  await inference.tell({ type: 'disk' });
  await assertKnown();
  await inference.tell({ type: 'close', path: file });
  await assertUnknown();
});

test('the model and the memory answer together, through a swap of the model and through a crash', async () => {
  write('flux.ts', KNOWN);
  await inference.remember(corpus());
  await inference.reload(SHAKESPEARE);
  await assertKnown();
  await inference.reload(SHAKESPEARE);
  await assertKnown();

  const before = newMemories;
  process.kill(child.processId, 'SIGKILL');
  await inference.predict('the', 1);
  assert.equal(newMemories, before + 1);
  await inference.remember(corpus());
  await assertKnown();
});

test('what is learnt while typing is written when nothing more is remembered, and a damaged file is told of', async () => {
  const learningFile = path.join(folder, '..', `${path.basename(folder)}.json`);
  const options = { script: child.script, onCrash: () => undefined, learningFile };
  try {
    inference.dispose();
    inference = InferenceProcess.startEmpty(options);
    await inference.remember(corpus());
    const typed = KNOWN.slice(0, 60);
    await inference.tell({ type: 'open', path: 'untitled:1', text: '' });
    for (let offset = 0; offset < typed.length; offset++) {
      const place = { path: 'untitled:1', offset, isReal: true };
      await suggest(typed.slice(0, offset), place);
      const changes = [{ offset, removed: 0, inserted: typed.charAt(offset) }];
      await inference.tell({ type: 'change', path: 'untitled:1', changes, isTyped: true });
    }
    assert.equal(await inference.remember(undefined), undefined);
    const learnt = await readLearning(learningFile);
    assert.deepEqual(
      learnt?.suggestions.map(({ model, mix }) => [model, mix]),
      [['', undefined]],
    );

    writeFileSync(learningFile, '{');
    assert.match((await inference.remember(corpus())) ?? '', /begins anew/);
  } finally {
    rmSync(learningFile, { force: true });
  }
});

test('where the memory knows nothing, the model suggests as it does alone', async () => {
  await inference.remember(corpus());
  await inference.reload(SHAKESPEARE);
  const local = await LocalLanguageModel.load(SHAKESPEARE);
  const request = { ...REQUEST, prefix: 'What light through yonder window bre' };
  assert.deepEqual(await inference.suggest(request), await local.suggest(request));
});

test('what was remembered is forgotten when it is to be', async () => {
  write('flux.ts', KNOWN);
  await inference.remember(corpus());
  await assertKnown();
  await inference.remember(undefined);
  assert.equal(await suggest(PREFIX), '');
});

test('characters beyond U+FFFF are suggested whole', async () => {
  write('stars.txt', 'look at the 🌟🌠🌌 tonight\n'.repeat(8));
  await inference.remember(corpus());
  assert.ok((await suggest('look at the ')).startsWith('🌟🌠🌌'));
  await inference.reload(SHAKESPEARE);
  assert.ok((await suggest('look at the ')).startsWith('🌟🌠🌌'));
});
