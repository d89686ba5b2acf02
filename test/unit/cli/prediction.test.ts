import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Prediction } from '../../../src/inference/types';
import { SHAKESPEARE } from '../inference/shakespeare';
import { CommandLine } from './commandLine';

let mygpt: CommandLine;
before(() => {
  mygpt = new CommandLine();
});
after(() => mygpt.remove());

function generate(...args: readonly string[]): Promise<string> {
  return mygpt.output('generate', '--model', SHAKESPEARE, ...args);
}

test('predictions are the most probable characters, highest first, each with nothing but its probability', async () => {
  const predictions = await mygpt.json<Prediction[]>('predict', '--model', SHAKESPEARE, '--prompt', 'ROMEO:\nI wil');
  assert.equal(predictions.length, 10);
  assert.equal(predictions[0]?.character, 'l');
  for (const prediction of predictions) assert.deepEqual(Object.keys(prediction), ['character', 'probability']);
  const probabilities = predictions.map(({ probability }) => probability);
  assert.deepEqual(
    probabilities,
    probabilities.toSorted((a, b) => b - a),
  );
  assert.ok((probabilities[0] ?? 0) > 0.9);
});

test('for people, predictions are a table of as many rows as asked for, invisible characters by their names', async () => {
  const table = await mygpt.output('predict', '--model', SHAKESPEARE, '--prompt', 'ROMEO:', '--top', '2');
  const rows = table.trimEnd().split('\n');
  assert.equal(rows.length, 2);
  assert.match(rows[0] ?? '', /^ +\d+ % {2}↵ newline$/);
});

test('an empty prompt is predicted from, as the beginning of a text', async () => {
  const predict = (prompt: string) => mygpt.output('predict', '--model', SHAKESPEARE, '--json', '--prompt', prompt);
  assert.equal(await predict(''), await predict('\n'));
});

test('generated text is the continuation alone, as long as asked for', async () => {
  const text = await generate('--prompt', 'ROMEO:\nI wil', '--length', '1', '--greedy');
  assert.equal(text, 'l');
  assert.equal((await generate('--prompt', 'O', '--length', '100')).length, 100);
  assert.equal(await generate('--prompt', 'O', '--length', '0'), '');
});

test('the same seed generates the same text, another seed another', async () => {
  const withSeed = (seed: string) => generate('--prompt', 'KING', '--length', '80', '--seed', seed);
  const first = await withSeed('7');
  assert.equal(await withSeed('7'), first);
  assert.notEqual(await withSeed('8'), first);
});

test('drawing from the most probable character alone, or at temperature 0, is greedy', async () => {
  const prompt = ['--prompt', 'KING', '--length', '30'];
  const greedy = await generate(...prompt, '--greedy');
  assert.equal(await generate(...prompt, '--top-k', '1'), greedy);
  assert.equal(await generate(...prompt, '--temperature', '0'), greedy);
});

test('a completion goes on with the prefix and does not repeat the suffix', async () => {
  const prefix = mygpt.write('prefix.txt', 'KING RICHARD II:\nMy gracious sovereign, my noble Glouces');
  const { completion } = await mygpt.json<{ completion: string }>(
    ...['complete', '--model', SHAKESPEARE, '--prefix-file', prefix],
  );
  assert.match(completion, /^ter/);
  assert.ok(!completion.includes('\n'));
  const plain = await mygpt.output('complete', '--model', SHAKESPEARE, '--prefix-file', prefix);
  assert.equal(plain, `${completion}\n`);

  const suffix = mygpt.write('suffix.txt', `${completion}\nANGELO:\n`);
  const between = await mygpt.json<{ completion: string }>(
    ...['complete', '--model', SHAKESPEARE, '--prefix-file', prefix, '--suffix-file', suffix],
  );
  assert.deepEqual(between, { completion: '' });
});
