import assert from 'node:assert/strict';
import { chmod, readFile, rm } from 'node:fs/promises';
import { test } from 'node:test';
import { readCorpus, type ReadProgress } from '../../../src/corpus/corpus';
import type { CorpusSummary } from '../../../src/corpus/types';
import { UNKNOWN_CHARACTER } from '../../../src/corpus/vocabulary';
import { CancelledError, UserError } from '../../../src/errors';
import { addFiles, asOrdinaryUser, leftOutCount, makeFolder, optionsFor, prose, read, textOfCorpus } from './workspace';
import type { Files } from './workspace';

const SHAKESPEARE = new URL('../../fixtures/tinyshakespeare.txt', import.meta.url);

/** `count` files of about 500 characters each, in a few folders. */
function manyFiles(count: number): Files {
  const names = Array.from({ length: count }, (_, index) => `folder${index % 7}/file${index}.txt`);
  return Object.fromEntries(names.map((name, index) => [name, prose(name, 400 + ((index * 37) % 200))]));
}

test('tiny Shakespeare gives the figures of the notebook', async (context) => {
  const text = await readFile(SHAKESPEARE, 'utf8');
  const corpus = await read(await makeFolder(context, { 'tinyshakespeare.txt': text }));
  const { files, characters, trainingCharacters, heldOutCharacters, heldOutBy, vocabularySize } = corpus.summary;
  assert.deepEqual(
    { files, characters, trainingCharacters, heldOutCharacters, heldOutBy, vocabularySize },
    {
      files: 1,
      characters: 1_115_394,
      trainingCharacters: 1_003_854,
      heldOutCharacters: 111_540,
      heldOutBy: 'position',
      vocabularySize: 65,
    },
  );
  assert.equal(corpus.vocabulary.characters.join(''), [...new Set(text)].sort().join(''));
  assert.equal(textOfCorpus(corpus), text);
});

test('a single file stays exactly its text, even without a line break', async (context) => {
  const corpus = await read(await makeFolder(context, { 'a.txt': 'abcdefghij' }));
  assert.deepEqual(corpus.vocabulary.characters, Array.from('abcdefghij'));
  assert.equal(corpus.vocabulary.decode(corpus.training), 'abcdefghi');
  assert.equal(corpus.vocabulary.decode(corpus.heldOut), 'j');
});

test('files are joined in the order of their paths, a line break between two', async (context) => {
  const folder = await makeFolder(context, { 'b.txt': 'second', 'a/z.txt': 'first', 'c.txt': 'third' });
  const corpus = await read(folder);
  assert.equal(corpus.summary.heldOutBy, 'position');
  assert.equal(textOfCorpus(corpus), 'first\nsecond\nthird');
  assert.equal(corpus.summary.characters, 18);
});

test('several folders of a workspace are read, in their order, and files of the same name are both kept', async (context) => {
  const one = await makeFolder(context, { 'a.txt': 'the first folder' });
  const two = await makeFolder(context, { 'a.txt': 'the second folder' });
  assert.equal(textOfCorpus(await read([one, two])), 'the first folder\nthe second folder');
  assert.equal(textOfCorpus(await read([two, one])), 'the second folder\nthe first folder');
});

test('the same workspace elsewhere gives the same corpus, and another text another digest', async (context) => {
  const files = manyFiles(60);
  const first = await read(await makeFolder(context, files));
  const second = await read(await makeFolder(context, Object.fromEntries(Object.entries(files).reverse())));
  assert.equal(second.digest, first.digest);
  assert.deepEqual(second.training, first.training);
  assert.deepEqual(second.heldOut, first.heldOut);

  const [name = ''] = Object.keys(files);
  const other = await read(await makeFolder(context, { ...files, [name]: `${String(files[name])}!` }));
  assert.notEqual(other.digest, first.digest);
});

test('of many files, whole files of about a tenth of the text are held out', async (context) => {
  const files = manyFiles(100);
  const corpus = await read(await makeFolder(context, files));
  const { summary, vocabulary } = corpus;
  assert.equal(summary.heldOutBy, 'files');
  assert.equal(summary.files, 100);
  const share = summary.heldOutCharacters / summary.characters;
  assert.ok(share >= 0.09 && share <= 0.13, `${share} is held out`);

  const heldOut = vocabulary.decode(corpus.heldOut);
  const training = vocabulary.decode(corpus.training);
  const texts = Object.values(files).map(String);
  assert.equal(texts.filter((text) => heldOut.includes(text)).length, summary.heldOutFiles);
  assert.equal(texts.filter((text) => training.includes(text)).length, 100 - summary.heldOutFiles);
});

test('adding a file leaves nearly every file on its side of the split', async (context) => {
  const files = manyFiles(100);
  const folder = await makeFolder(context, files);
  const before = await read(folder);
  await addFiles(folder, { 'new/file.txt': prose('new', 700) });
  const after = await read(folder);
  const heldOutBefore = before.vocabulary.decode(before.heldOut);
  const heldOutAfter = after.vocabulary.decode(after.heldOut);
  const moved = Object.values(files).filter(
    (text) => heldOutBefore.includes(String(text)) !== heldOutAfter.includes(String(text)),
  );
  assert.ok(moved.length <= 2, `${moved.length} files changed sides`);
});

test('beyond the cap, files of all folders are sampled and the rest is counted', async (context) => {
  const folder = await makeFolder(context, manyFiles(210));
  const { summary, ...corpus } = await read(folder, { maxCharacters: 50_000 });
  const separatorNotNeededBetweenTheParts = 1;
  assert.equal(summary.characters, 50_000 - separatorNotNeededBetweenTheParts);
  const cutFile = 1;
  assert.equal(summary.files + leftOutCount(summary, 'sampled'), 210 + cutFile);

  const text = textOfCorpus({ ...corpus, summary });
  for (let index = 0; index < 7; index++) {
    const share =
      (text.match(new RegExp(`folder${index}/`, 'g'))?.length ?? 0) / (text.match(/folder\d/g)?.length ?? 1);
    assert.ok(share > 0.04 && share < 0.3, `folder${index} makes up ${share}`);
  }
});

test('a larger cap keeps the files of a smaller one', async (context) => {
  const files = manyFiles(200);
  const folder = await makeFolder(context, files);
  const small = textOfCorpus(await read(folder, { maxCharacters: 20_000 }));
  const large = textOfCorpus(await read(folder, { maxCharacters: 40_000 }));
  const inSmall = Object.values(files).filter((text) => small.includes(String(text)));
  assert.ok(inSmall.length > 30);
  for (const text of inSmall) assert.ok(large.includes(String(text)));
});

test('a single file beyond the cap is cut at a character, and said to be sampled', async (context) => {
  const folder = await makeFolder(context, { 'a.txt': '😀 one two three '.repeat(50) });
  const corpus = await read(folder, { maxCharacters: 17 });
  assert.equal(textOfCorpus(corpus), '😀 one two three 😀');
  assert.equal(leftOutCount(corpus.summary, 'sampled'), 1);
});

test('text that just fits is not said to be sampled', async (context) => {
  const folder = await makeFolder(context, { 'a.txt': 'exactly 20 character', 'b.txt': 'and ten more' });
  const { summary } = await read(folder, { maxCharacters: 33 });
  assert.equal(summary.characters, 33);
  assert.deepEqual(summary.leftOut, []);
});

test('characters too rare for the vocabulary become the unknown token, and are counted', async (context) => {
  const folder = await makeFolder(context, { 'a.txt': `${'abc '.repeat(100)}xyz😀` });
  const corpus = await read(folder, { maxVocabulary: 5 });
  assert.deepEqual(corpus.vocabulary.characters, [' ', 'a', 'b', 'c', UNKNOWN_CHARACTER]);
  assert.equal(corpus.summary.unknownCharacters, 4);
  assert.ok(textOfCorpus(corpus).endsWith(`abc ${UNKNOWN_CHARACTER.repeat(4)}`));
});

test('a surrogate pair is one character', async (context) => {
  const { summary, vocabulary } = await read(await makeFolder(context, { 'a.txt': 'I 💚 GPT 💚 a lot' }));
  assert.equal(summary.characters, 15);
  assert.ok(vocabulary.characters.includes('💚'));
  assert.equal(summary.unknownCharacters, 0);
});

test('lines end in a line feed, whatever the files end them with, and texts that differ only in that are one', async (context) => {
  const folder = await makeFolder(context, {
    'windows.txt': 'one\r\ntwo\r\n',
    'old.txt': 'one\rtwo\r',
    'unix.txt': 'one\ntwo\n',
    'mark.txt': '\uFEFFone\ntwo\n',
  });
  const corpus = await read(folder);
  assert.equal(textOfCorpus(corpus), 'one\ntwo\n');
  assert.equal(leftOutCount(corpus.summary, 'duplicate'), 3);
});

test('what is left out is counted by reason, with up to three examples', async (context) => {
  const folder = await makeFolder(context, {
    'a.txt': 'some text',
    ...Object.fromEntries(['1', '2', '3', '4'].map((name) => [`empty${name}.txt`, ' \n'.repeat(Number(name))])),
    'picture.txt': Uint8Array.of(0x89, 0x50, 0, 0, 1),
    'latin1.txt': Uint8Array.of(0x63, 0x61, 0x66, 0xe9),
    'big.txt': prose('big', 5_000),
    'yarn.lock': 'left-pad@1.0.0',
    'app.min.js': 'x=1',
    'packed.js': 'var a=function(b){return b+1};'.repeat(100),
    '.env': 'PASSWORD=hunter2',
    'notes.txt': `My key is AKIAIOSFODNN7EXAMPLE.`,
    '.gitignore': 'ignored.txt\n',
    'ignored.txt': 'ignored',
  });
  const { summary } = await read(folder, { maxFileBytes: 4_000, exclude: ['.gitignore'] });
  const counts = Object.fromEntries(summary.leftOut.map(({ reason, count }) => [reason, count]));
  assert.deepEqual(counts, {
    empty: 4,
    generated: 2,
    secret: 2,
    binary: 1,
    'not UTF-8': 1,
    'too large': 1,
    'lock file': 1,
    ignored: 1,
    excluded: 1,
  });
  const empty = summary.leftOut.find(({ reason }) => reason === 'empty');
  assert.equal(empty?.examples.length, 3);
  assert.deepEqual(summary.leftOut.find(({ reason }) => reason === 'not UTF-8')?.examples, ['latin1.txt']);
});

test('secrets are read where a setting asks for it', async (context) => {
  const folder = await makeFolder(context, { '.env': 'PASSWORD=hunter2' });
  assert.equal(textOfCorpus(await read(folder, { excludeSecrets: false })), 'PASSWORD=hunter2');
});

test('progress begins at nothing and ends at the whole corpus', async (context) => {
  const folder = await makeFolder(context, manyFiles(20));
  const reports: ReadProgress[] = [];
  const { summary } = await readCorpus(optionsFor(folder), { onProgress: (progress) => reports.push(progress) });
  assert.deepEqual(reports[0], { files: 0, characters: 0 });
  assert.equal(reports.at(-1)?.files, 20);
  assert.ok(summary.characters - (reports.at(-1)?.characters ?? 0) <= 1);
});

test('reading ends when it is cancelled', async (context) => {
  const folder = await makeFolder(context, manyFiles(20));
  const cancellation = new AbortController();
  const hooks = { onProgress: () => cancellation.abort(), signal: cancellation.signal };
  await assert.rejects(readCorpus(optionsFor(folder), hooks), CancelledError);
});

test('without any folder the user is asked to open one', async () => {
  await assert.rejects(read([]), (error) => error instanceof UserError && /no folder .* Open one/.test(error.message));
});

test('an empty folder is told apart from one whose files are all left out', async (context) => {
  const folder = await makeFolder(context);
  await assert.rejects(
    read(folder),
    (error) => error instanceof UserError && error.message.includes('the folder is empty'),
  );

  await addFiles(folder, { '.gitignore': '*', 'a.txt': 'text', 'b.txt': 'text' });
  await assert.rejects(
    read(folder),
    (error) => error instanceof UserError && error.message.includes('everything was left out (3 ignored)'),
  );
});

test('a folder that does not exist is named', async (context) => {
  const folder = await makeFolder(context);
  await rm(folder, { recursive: true });
  await assert.rejects(read(folder), (error) => error instanceof UserError && error.message.includes(folder));
});

test(
  'a folder without permission is named if it is all there is, and counted otherwise',
  { skip: process.platform === 'win32' && 'no such permissions' },
  async (context) => {
    const folder = await makeFolder(context, {
      'closed/a.txt': 'closed text',
      'open.txt': 'open text',
      'b.txt': 'shut',
    });
    await chmod(folder, 0o755);
    await chmod(`${folder}/b.txt`, 0o000);
    await chmod(`${folder}/closed`, 0o000);
    try {
      const corpus = await asOrdinaryUser(() => read(folder));
      assert.equal(textOfCorpus(corpus), 'open text');
      assert.equal(leftOutCount(corpus.summary, 'unreadable'), 2);

      await assert.rejects(
        asOrdinaryUser(() => read(`${folder}/closed`)),
        (error) => error instanceof UserError && error.message.includes(`may not read ${folder}/closed`),
      );
    } finally {
      await chmod(`${folder}/closed`, 0o755);
    }
  },
);

test('the summary can be stored as JSON', async (context) => {
  const { summary } = await read(await makeFolder(context, manyFiles(3)));
  assert.deepEqual(JSON.parse(JSON.stringify(summary)) as CorpusSummary, summary);
});
