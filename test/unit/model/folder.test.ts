import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { Vocabulary } from '../../../src/corpus/vocabulary';
import { readModelFolder, writeModelFolder } from '../../../src/model/folder';
import { parameterLayout } from '../../../src/model/parameters';

const configuration = { format: 1, context_length: 5, d_embed: 6, n_head: 3, n_layer: 1, vocab_size: 3 };
const vocabulary = new Vocabulary(['\n', 'a', 'b']);
const FILES = ['model.onnx', 'model.safetensors', 'config.json', 'vocab.json', 'training.json'];

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(path.join(os.tmpdir(), 'mygpt-model-'));
  folder = path.join(parent, 'model');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

function write(value: number, to = folder): Promise<void> {
  const parameters = new Float32Array(parameterLayout(configuration).length).fill(value);
  return writeModelFolder(to, configuration, vocabulary, parameters, { value });
}

test('a model folder holds the files of the contract and reads back', async () => {
  await write(1);
  assert.deepEqual(readdirSync(folder).sort(), [...FILES, 'manifest.json'].sort());
  assert.deepEqual(JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8')), configuration);
  assert.deepEqual(JSON.parse(readFileSync(path.join(folder, 'vocab.json'), 'utf8')), ['\n', 'a', 'b']);
  const model = await readModelFolder(folder);
  assert.deepEqual(model.configuration, configuration);
  assert.deepEqual(model.training, { value: 1 });
});

for (const file of FILES) {
  test(`a changed byte in ${file} is refused by that name`, async () => {
    await write(1);
    const name = path.join(folder, file);
    const bytes = readFileSync(name);
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    writeFileSync(name, bytes);
    await assert.rejects(readModelFolder(folder), (error: Error) => {
      assert.equal(error.name, 'UserError');
      assert.ok(error.message.startsWith(`${file} in ${folder} is missing or was changed`), error.message);
      return true;
    });
  });
}

test('a missing file, a missing manifest and a missing folder are each said', async () => {
  await assert.rejects(readModelFolder(folder), /There is no model in/);
  await write(1);
  rmSync(path.join(folder, 'vocab.json'));
  await assert.rejects(readModelFolder(folder), /^UserError: vocab.json in/);
  rmSync(path.join(folder, 'manifest.json'));
  await assert.rejects(readModelFolder(folder), /it has no manifest.json/);
});

test('saving again replaces the model and leaves nothing beside it', async () => {
  await write(1);
  await write(2);
  assert.deepEqual((await readModelFolder(folder)).training, { value: 2 });
  assert.deepEqual(readdirSync(parent), ['model']);
});

test('a save that was cut off between its two renames still has a model, and the next save is whole', async () => {
  await write(1);
  renameSync(folder, `${folder}.previous`);
  assert.deepEqual((await readModelFolder(folder)).training, { value: 1 });
  await write(2);
  assert.deepEqual((await readModelFolder(folder)).training, { value: 2 });
  assert.deepEqual(readdirSync(parent), ['model']);
});

test('what a killed save left half-written is swept by the next', async () => {
  await write(1);
  mkdirSync(`${folder}.new`);
  writeFileSync(path.join(`${folder}.new`, 'model.onnx'), 'half');
  await write(2);
  assert.deepEqual(readdirSync(parent), ['model']);
});

test('a file where a folder should be is no model, and no crash', async () => {
  writeFileSync(folder, 'x');
  await assert.rejects(readModelFolder(folder), /There is no model in/);
});

const mounts = process.platform === 'linux' && process.getuid?.() === 0;
test(
  'on a full disk the save fails with a sentence, and the previous model stays',
  { skip: !mounts && 'needs root to mount a small disk' },
  async () => {
    const disk = path.join(parent, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
    try {
      const onDisk = path.join(disk, 'model');
      await write(1, onDisk);
      assert.throws(() => writeFileSync(path.join(disk, 'filler'), Buffer.alloc(256 * 1024)), { code: 'ENOSPC' });
      await assert.rejects(
        write(2, onDisk),
        /^UserError: The disk is full: .* was not saved, and what was there before is kept/,
      );
      assert.deepEqual((await readModelFolder(onDisk)).training, { value: 1 });
      assert.ok(!existsSync(`${onDisk}.new`));
    } finally {
      execFileSync('umount', [disk]);
    }
  },
);

/** Changes a file as somebody does who also writes the manifest. */
function forge(name: string, content: string | Uint8Array): void {
  writeFileSync(path.join(folder, name), content);
  const file = path.join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  manifest[name] = createHash('sha256').update(content).digest('hex');
  writeFileSync(file, JSON.stringify(manifest));
}

test('a model of a newer MyGPT is refused kindly', async () => {
  await write(1);
  forge('config.json', JSON.stringify({ ...configuration, format: 2 }));
  await assert.rejects(readModelFolder(folder), /made by a newer MyGPT. Update the extension/);
});

for (const [name, content] of [
  ['config.json', '{'],
  ['config.json', 'null'],
  ['config.json', JSON.stringify({ ...configuration, n_layer: 256, d_embed: 16_384, n_head: 1 })],
  ['vocab.json', '{"length": 3}'],
  ['vocab.json', '["a", "b", 3]'],
  ['vocab.json', '["a"]'],
  ['training.json', 'true'],
  ['model.safetensors', 'x'],
] as const) {
  test(`a model folder whose ${name} is ${content.slice(0, 40)} is refused, though its manifest vouches for it`, async () => {
    await write(1);
    forge(name, content);
    await assert.rejects(readModelFolder(folder), { name: 'UserError' });
  });
}

test('a graph that somebody else has built is never run', async () => {
  await write(1);
  const { onnx } = await readModelFolder(folder);
  forge('model.onnx', 'a hostile graph');
  assert.deepEqual((await readModelFolder(folder)).onnx, onnx);
});

test(
  'a named pipe in a model folder is refused at once',
  { skip: process.platform === 'win32' && 'no named pipes among files', timeout: 10_000 },
  async () => {
    await write(1);
    const pipe = path.join(folder, 'model.onnx');
    rmSync(pipe);
    execFileSync('mkfifo', [pipe]);
    await assert.rejects(readModelFolder(folder), /^UserError: .*model\.onnx is not a file/);
  },
);
