import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireTrainable } from '../../../src/corpus/trainable';
import { UserError } from '../../../src/errors';
import { makeFolder, prose, read } from './workspace';

test('a text with more than a context in both of its parts can be trained on', async (context) => {
  const corpus = await read(await makeFolder(context, { 'a.txt': prose('a', 650) }));
  assert.doesNotThrow(() => requireTrainable(corpus, 64));
});

test('a text that is shorter than the context, or whose held-out part is, is refused with both lengths', async (context) => {
  for (const length of [1, 64, 640]) {
    const corpus = await read(await makeFolder(context, { 'a.txt': prose('a', length) }));
    assert.throws(
      () => requireTrainable(corpus, 64),
      (error) => error instanceof UserError && error.message.includes(`: ${corpus.training.length} characters`),
    );
  }
});

test('a text that repeats one character is refused', async (context) => {
  const corpus = await read(await makeFolder(context, { 'a.txt': 'a'.repeat(400) }));
  assert.throws(() => requireTrainable(corpus, 8), /nothing to learn/);
});
