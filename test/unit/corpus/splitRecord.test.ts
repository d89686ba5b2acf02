import assert from 'node:assert/strict';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { type Corpus, readCorpus } from '../../../src/corpus/corpus';
import { addFiles, type Files, makeFolder, optionsFor, read } from './workspace';

/** Distinct lines, so that each is on one side of a split only. */
function lines(from: number, to: number, title = 'a book'): string {
  return Array.from({ length: to - from }, (_, index) => `line ${from + index} of ${title}\n`).join('');
}

/** `count` files of some hundred characters each. */
function manyFiles(count: number, folder = 'notes'): Files {
  const names = Array.from({ length: count }, (_, index) => `${folder}/${index}`);
  return Object.fromEntries(names.map((name, index) => [`${name}.txt`, lines(0, 20 + (index % 7), name)]));
}

/** A workspace that is read, changed, and read again for the same model. */
async function twice(
  context: TestContext,
  files: Files,
  change: (folder: string) => Promise<void>,
): Promise<readonly [Corpus, Corpus]> {
  const folder = await makeFolder(context, files);
  const first = await read(folder);
  await change(folder);
  return [first, await readCorpus(optionsFor(folder), { earlier: first.split })];
}

function heldOutText({ vocabulary, heldOut }: Corpus): string {
  return vocabulary.decode(heldOut);
}

/** Whole lines of a corpus’s parts, to see on which side they are. */
function linesOf({ vocabulary, training, heldOut }: Corpus): {
  readonly training: Set<string>;
  readonly heldOut: string[];
} {
  const of = (tokens: Uint16Array) => vocabulary.decode(tokens).split('\n');
  return { training: new Set(of(training)), heldOut: of(heldOut).slice(1, -1) };
}

function assertNothingKnown(first: Corpus, second: Corpus): void {
  const known = linesOf(first).training;
  assert.deepEqual(
    linesOf(second).heldOut.filter((line) => line.length > 10 && known.has(line)),
    [],
  );
}

test('the same text is split the same way, by files and by position', async (context) => {
  for (const files of [manyFiles(60), { 'book.txt': lines(0, 1000) }]) {
    const [first, second] = await twice(context, files, () => Promise.resolve());
    assert.equal(second.digest, first.digest);
    assert.deepEqual(second.split, first.split);
    assert.equal(second.continuity?.changedShare, 0);
  }
});

test('a file keeps its side, however many come or go', async (context) => {
  const [first, second] = await twice(context, manyFiles(60), async (folder) => {
    await addFiles(folder, manyFiles(60, 'more'));
    for (let index = 0; index < 10; index++) await rm(join(folder, `notes/${index * 3 + 1}.txt`));
  });
  assertNothingKnown(first, second);
  assert.ok(second.summary.heldOutCharacters / second.summary.characters > 0.09);
  assert.ok((second.continuity?.changedShare ?? 0) > 0.4);
});

test('a text keeps its side under another name', async (context) => {
  const [first, second] = await twice(context, manyFiles(60), async (folder) => {
    await rename(join(folder, 'notes'), join(folder, 'renamed'));
  });
  assert.deepEqual(heldOutText(second).split('\n').sort(), heldOutText(first).split('\n').sort());
  assert.equal(second.continuity?.changedShare, 0);
});

test('a file that was edited keeps its side, and counts as changed', async (context) => {
  const [first, second] = await twice(context, manyFiles(60), async (folder) => {
    for (let index = 0; index < 60; index++) {
      await addFiles(folder, { [`notes/${index}.txt`]: `${lines(0, 20 + (index % 7), `notes/${index}`)}new` });
    }
  });
  assert.equal(second.summary.heldOutFiles, first.summary.heldOutFiles);
  assertNothingKnown(first, second);
  assert.equal(second.continuity?.changedShare, 1);
});

test('what a model was trained on before its last training is remembered, too', async (context) => {
  const folder = await makeFolder(context, manyFiles(60));
  const first = await read(folder);
  await rename(join(folder, 'notes'), `${folder}-away`);
  context.after(() => rm(`${folder}-away`, { recursive: true, force: true }));
  await addFiles(folder, manyFiles(60, 'other'));
  const second = await readCorpus(optionsFor(folder), { earlier: first.split });
  await rename(`${folder}-away`, join(folder, 'notes'));
  const third = await readCorpus(optionsFor(folder), { earlier: second.split });
  assertNothingKnown(first, third);
  assertNothingKnown(second, third);
});

test('by position, the split is found again when the text before it, after it, or both have changed', async (context) => {
  for (const book of [
    `a preface\n${lines(0, 1000)}`,
    lines(0, 1030),
    lines(100, 1010),
    `${lines(0, 300)}an insertion\n${lines(350, 1400)}`,
  ]) {
    const [first, second] = await twice(context, { 'book.txt': lines(0, 1000) }, (folder) =>
      addFiles(folder, { 'book.txt': book }),
    );
    assert.ok(second.continuity);
    assertNothingKnown(first, second);
    assert.ok(second.summary.heldOutCharacters > 0.05 * second.summary.characters);
  }
});

test('where nothing honest can be held out, that is said, and the text is split as for a new model', async (context) => {
  const [, rewritten] = await twice(context, { 'book.txt': lines(0, 1000) }, (folder) =>
    addFiles(folder, { 'book.txt': lines(5000, 6000) }),
  );
  assert.equal(rewritten.continuity, undefined);
  assert.equal(rewritten.heldOut.length, rewritten.summary.characters - Math.floor(0.9 * rewritten.summary.characters));

  const folder = await makeFolder(context, manyFiles(60));
  const first = await read(folder);
  const { heldOut: _heldOut, ...forgetful } = first.split;
  const learnt = { ...forgetful, trained: `${first.split.trained} ${first.split.heldOut}`, heldOut: '' };
  const second = await readCorpus(optionsFor(folder), { earlier: learnt });
  assert.equal(second.continuity, undefined);
  assert.equal(second.digest, first.digest);
});

test('the record holds no text and no names', async (context) => {
  const corpus = await read(await makeFolder(context, { ...manyFiles(60), 'secretive-name.txt': 'word '.repeat(90) }));
  assert.doesNotMatch(JSON.stringify(corpus.split), /secretive|notes/);
  assert.match(corpus.split.trained, /^[\w+/ ]+$/);
});
