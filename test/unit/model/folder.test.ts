import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  cpSync,
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

test('a model of a newer MyGPT is refused kindly', async () => {
  await write(1);
  const other = path.join(parent, 'newer');
  cpSync(folder, other, { recursive: true });
  const newer = JSON.stringify({ ...configuration, format: 2 });
  writeFileSync(path.join(other, 'config.json'), newer);
  const manifest = JSON.parse(readFileSync(path.join(other, 'manifest.json'), 'utf8')) as Record<string, string>;
  const { createHash } = await import('node:crypto');
  manifest['config.json'] = createHash('sha256').update(newer).digest('hex');
  writeFileSync(path.join(other, 'manifest.json'), JSON.stringify(manifest));
  await assert.rejects(readModelFolder(other), /made by a newer MyGPT. Update the extension/);
});
