import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readRegularFile } from '../../../src/corpus/readFile';
import { textOf } from '../../../src/corpus/text';
import { makeFolder } from './workspace';

function utf16(text: string, bigEndian = false): Uint8Array {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

function judge(content: string | Uint8Array): unknown {
  return textOf(typeof content === 'string' ? Buffer.from(content) : content, true);
}

test('UTF-8 is decoded, without its byte order mark, with one line feed for every line end', () => {
  assert.deepEqual(judge('naïve 💚\n'), { text: 'naïve 💚\n' });
  assert.deepEqual(judge('\uFEFFtext'), { text: 'text' });
  assert.deepEqual(judge('a\r\nb\rc\nd\r\r\ne'), { text: 'a\nb\nc\nd\n\ne' });
});

test('UTF-16 is decoded where a byte order mark tells it', () => {
  assert.deepEqual(judge(utf16('naïve 💚\r\n')), { text: 'naïve 💚\n' });
  assert.deepEqual(judge(utf16('naïve 💚\r\n', true)), { text: 'naïve 💚\n' });
});

test('half a surrogate pair is refused in every encoding', () => {
  assert.deepEqual(judge(Uint8Array.of(0x61, 0xed, 0xa0, 0xbd, 0x62)), { leftOut: 'not UTF-8' });
  assert.deepEqual(judge(Uint8Array.of(0xff, 0xfe, 0x3d, 0xd8, 0x61, 0)), { leftOut: 'not UTF-8' });
  assert.deepEqual(judge(Uint8Array.of(0xfe, 0xff, 0xd8, 0x3d, 0, 0x61)), { leftOut: 'not UTF-8' });
});

test('invalid UTF-8 and other encodings are left out', () => {
  for (const bytes of [
    [0x63, 0x61, 0x66, 0xe9],
    [0xc0, 0x80],
    [0xf5, 0x80, 0x80, 0x80],
    [0x61, 0xe2, 0x82],
  ]) {
    assert.deepEqual(judge(Uint8Array.from(bytes)), { leftOut: 'not UTF-8' });
  }
});

test('a NUL tells binary data, also where it is valid in the encoding', () => {
  assert.deepEqual(judge('text\0text'), { leftOut: 'binary' });
  assert.deepEqual(judge(Uint8Array.of(0xff, 0, 0, 0xe9)), { leftOut: 'binary' });
  assert.deepEqual(judge(utf16('a\0b')), { leftOut: 'binary' });
});

test('nothing but white space is empty', () => {
  for (const text of ['', '\uFEFF', ' \n\t\r\n']) assert.deepEqual(judge(text), { leftOut: 'empty' });
});

test('a secret is left out unless it is asked for', () => {
  const bytes = Buffer.from(`-----BEGIN RSA PRIVATE KEY-----\n`);
  assert.deepEqual(textOf(bytes, true), { leftOut: 'secret' });
  assert.ok('text' in textOf(bytes, false));
});

test('a file of just the largest size is read, a larger one is not', async (context) => {
  const folder = await makeFolder(context);
  const path = join(folder, 'a.txt');
  await writeFile(path, 'x'.repeat(1000));
  assert.equal((await readRegularFile(path, 1000)).length, 1000);
  assert.equal(await readRegularFile(path, 999), 'too large');
});

test('what is no file, or not there, cannot be read', async (context) => {
  const folder = await makeFolder(context);
  assert.equal(await readRegularFile(folder, 1000), 'unreadable');
  assert.equal(await readRegularFile(join(folder, 'missing'), 1000), 'unreadable');
});
