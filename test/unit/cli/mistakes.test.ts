import assert from 'node:assert/strict';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { SHAKESPEARE } from '../inference/shakespeare';
import { someShakespeare } from '../training/textFolder';
import { CommandLine, type Outcome } from './commandLine';

let mygpt: CommandLine;
before(() => {
  mygpt = new CommandLine();
  mygpt.write('text/play.txt', someShakespeare(5000));
});
after(() => mygpt.remove());

/** One line that says what is wrong, nothing on stdout, and exit code 2. */
function assertMistake({ code, stdout, stderr }: Outcome, sentence: RegExp): void {
  assert.equal(code, 2, stderr);
  assert.equal(stdout, '');
  const lines = stderr.split('\n');
  assert.deepEqual([lines.length, lines[1]], [2, ''], stderr);
  assert.match(stderr, /^mygpt: /);
  assert.match(stderr, sentence);
}

/** The arguments, and what is said of them. FOLDER stands for the temporary folder, MODEL for a model. */
const ARGUMENTS: readonly (readonly [command: string, sentence: RegExp])[] = [
  ['explain', /There is no command “explain”/],
  ['toString', /There is no command “toString”/],
  ['train', /Name one folder to train on/],
  ['train FOLDER/text FOLDER/text --out FOLDER/x', /Name one folder to train on/],
  ['train FOLDER/text', /--out is missing/],
  ['train FOLDER/text --out FOLDER/x --depth 3', /Unknown option '--depth'/],
  ['train FOLDER/text --out FOLDER/x --steps many', /--steps takes a whole number of at least 1, not “many”/],
  ['train FOLDER/text --out FOLDER/x --steps 0', /--steps takes a whole number of at least 1, not “0”/],
  ['train FOLDER/text --out FOLDER/x --steps 1.5', /--steps takes a whole number/],
  ['train FOLDER/text --out FOLDER/x --context=', /--context takes a whole number of at least 1, not “”/],
  ['train FOLDER/text --out FOLDER/x --seed=-1', /--seed takes a whole number of at least 0, not “-1”/],
  ['train FOLDER/text --out FOLDER/x --minutes 0', /--minutes takes a number above 0, not “0”/],
  ['train FOLDER/text --out FOLDER/x --minutes forever', /--minutes takes a number above 0, not “forever”/],
  ['train FOLDER/text --out FOLDER/x --preset huge', /There is no preset “huge”\. Choose one of: fast, notebook/],
  ['train FOLDER/text --out FOLDER/x --engine abacus', /There is no engine “abacus”/],
  ['train FOLDER/text --out FOLDER/x --resume', /no training to go on with/],
  ['train FOLDER/none --out FOLDER/x', /FOLDER\/none is not a folder\. Name the folder to train on/],
  ['train FOLDER/text/play.txt --out FOLDER/x', /play\.txt is not a folder/],
  ['train FOLDER/text --out /dev/null/x', /\/dev\/null\/x/],
  ['evaluate --model MODEL', /Name at least one file/],
  ['evaluate --model MODEL FOLDER/none.txt', /There is no file or folder FOLDER\/none\.txt/],
  ['evaluate --model MODEL FOLDER/text', /What you named is a folder; name a file/],
  ['evaluate FOLDER/text/play.txt', /--model is missing/],
  ['predict --model MODEL', /--prompt is missing/],
  ['predict --model FOLDER/none --prompt a', /There is no model in FOLDER\/none/],
  ['predict --model FOLDER/text/play.txt --prompt a', /There is no model in FOLDER\/text\/play\.txt/],
  ['predict --model MODEL --prompt a --top 0', /--top takes a whole number of at least 1, not “0”/],
  ['predict --model MODEL --prompt a b', /Unexpected argument 'b'/],
  ['predict --model MODEL --prompt --json', /--prompt.*--prompt=/],
  ['generate --model MODEL --prompt a', /--length is missing/],
  ['generate --model MODEL --prompt a --length=-3', /--length takes a whole number of at least 0/],
  ['generate --model MODEL --prompt a --length 3 --temperature hot', /--temperature takes a number of at least 0/],
  ['complete --model MODEL', /--prefix-file is missing/],
  ['complete --model MODEL --prefix-file FOLDER/none.txt', /There is no file or folder FOLDER\/none\.txt/],
  ['import --out FOLDER/x --vocabulary FOLDER/v', /Say from where: --onnx FILE, or --safetensors FILE/],
  ['import --out FOLDER/x --safetensors MODEL/model.safetensors', /--vocabulary is missing/],
  ['import --out FOLDER/x --onnx FOLDER/text/play.txt', /This is not a usable ONNX file/],
  [
    'import --out FOLDER/x --vocabulary FOLDER/text/play.txt --safetensors FOLDER/text/play.txt',
    /not a usable safetensors file/,
  ],
  [
    'import --out FOLDER/x --vocabulary FOLDER/text/play.txt --safetensors MODEL/model.safetensors',
    /play\.txt is not JSON\. The vocabulary is a JSON array of characters/,
  ],
  ['export --model MODEL', /Say where to/],
  ['export --model MODEL --onnx FOLDER/none/model.onnx', /There is no file or folder FOLDER\/none/],
];

for (const [command, sentence] of ARGUMENTS) {
  test(`“mygpt ${command}” is told what is wrong`, async () => {
    const args = command.split(' ').map((word) => word.replace('FOLDER', mygpt.folder).replace('MODEL', SHAKESPEARE));
    const { code, stdout, stderr } = await mygpt.run(...args);
    assertMistake({ code, stdout, stderr: stderr.replaceAll(mygpt.folder, 'FOLDER') }, sentence);
  });
}

test('without a command it shows the commands, which are no result', async () => {
  const { code, stdout, stderr } = await mygpt.run();
  assert.deepEqual([code, stdout], [2, '']);
  assert.equal(await mygpt.output('help'), stderr);
});

/** A folder's files, and what is said of it. */
const TEXTS: Readonly<Record<string, readonly [files: Readonly<Record<string, string>>, sentence: RegExp]>> = {
  'an empty folder': [{}, /There is no text to train on: the folder is empty/],
  'a text of one character': [{ 'a.txt': 'a' }, /There is too little text to train on: /],
  'a text that repeats one character': [{ 'a.txt': 'a'.repeat(400) }, /nothing to learn/],
  'a text shorter than the context': [{ 'a.txt': someShakespeare(60) }, /There is too little text.*context of 8,/],
  'only files that are left out': [
    { '.env': 'KEY=1', 'image.png': 'png', 'package-lock.json': '{}' },
    /everything was left out \(1 secret, 1 binary, 1 lock file\)/,
  ],
};

for (const [name, [files, sentence]] of Object.entries(TEXTS)) {
  test(`${name} is no text to train on, and no model is left`, async () => {
    const folder = name.replaceAll(' ', '-');
    mkdirSync(mygpt.path(folder));
    for (const [file, content] of Object.entries(files)) mygpt.write(`${folder}/${file}`, content);
    const model = mygpt.path(`${folder}-model`);
    const outcome = await mygpt.run('train', mygpt.path(folder), '--out', model, '--context', '8', '--json');
    assertMistake(outcome, sentence);
    assert.ok(!existsSync(model) && !existsSync(`${model}.training`));
  });
}

test('a model with a changed byte is refused, and the file named', async () => {
  const model = mygpt.path('damaged');
  cpSync(SHAKESPEARE, model, { recursive: true });
  const bytes = readFileSync(mygpt.path('damaged/model.onnx'));
  bytes.writeUInt8(bytes.readUInt8(1000) ^ 1, 1000);
  mygpt.write('damaged/model.onnx', bytes);
  const sentence = /model\.onnx in \S+damaged is missing or was changed/;
  assertMistake(await mygpt.run('predict', '--model', model, '--prompt', 'a'), sentence);
  assertMistake(await mygpt.run('export', '--model', model, '--onnx', mygpt.path('damaged.onnx')), sentence);
  assert.ok(!existsSync(mygpt.path('damaged.onnx')));
});

for (const [name, out] of [
  ['the folder of the text itself', 'text'],
  ['a file', 'text/play.txt'],
] as const) {
  test(`${name} is never replaced by a model`, async () => {
    const target = mygpt.path(out);
    const sentence = /(is not empty and holds no model|is a file).* Choose another folder for --out/;
    assertMistake(await mygpt.run('train', mygpt.path('text'), '--out', target, '--steps', '1'), sentence);
    const parameters = ['--safetensors', `${SHAKESPEARE}/model.safetensors`];
    const vocabulary = ['--vocabulary', `${SHAKESPEARE}/vocab.json`];
    assertMistake(await mygpt.run('import', ...parameters, ...vocabulary, '--out', target), sentence);
    assert.deepEqual(readdirSync(mygpt.path('text')), ['play.txt']);
    assert.equal(readFileSync(mygpt.path('text/play.txt'), 'utf8'), someShakespeare(5000));
  });
}

test('a folder that also holds something else than a model is not replaced', async () => {
  const model = mygpt.path('with-notes');
  cpSync(SHAKESPEARE, model, { recursive: true });
  mygpt.write('with-notes/notes.md', 'Do not lose me.');
  const outcome = await mygpt.run('train', mygpt.path('text'), '--out', model, '--steps', '1');
  assertMistake(outcome, /is not empty and holds no model/);
  assert.equal(readFileSync(mygpt.path('with-notes/notes.md'), 'utf8'), 'Do not lose me.');
});

const noPermissions = process.platform === 'win32' && 'no such permissions';

test('a folder that may not be read is named', { skip: noPermissions }, async () => {
  chmodSync(mygpt.folder, 0o777);
  mygpt.write('locked/play.txt', someShakespeare(5000));
  chmodSync(mygpt.path('locked'), 0);
  const outcome = await mygpt.runAsOrdinaryUser('train', mygpt.path('locked'), '--out', mygpt.path('locked-model'));
  assertMistake(outcome, /MyGPT may not read \S+locked\. Allow it, or open another folder/);
});

test('a model that may not be written is said before any training', { skip: noPermissions }, async () => {
  chmodSync(mygpt.folder, 0o777);
  mkdirSync(mygpt.path('read-only'));
  chmodSync(mygpt.path('read-only'), 0o555);
  const outcome = await mygpt.runAsOrdinaryUser('train', mygpt.path('text'), '--out', mygpt.path('read-only/model'));
  assertMistake(outcome, /You may not read or write \S+read-only/);
});
