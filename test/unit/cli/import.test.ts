import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Prediction } from '../../../src/inference/types';
import { ORACLE, SHAKESPEARE } from '../inference/shakespeare';
import { CommandLine } from './commandLine';

const VOCABULARY = path.join(SHAKESPEARE, 'vocab.json');
const characters = JSON.parse(readFileSync(VOCABULARY, 'utf8')) as readonly string[];

let mygpt: CommandLine;
let model: string;
before(async () => {
  mygpt = new CommandLine();
  model = mygpt.path('imported');
  const safetensors = path.join(SHAKESPEARE, 'model.safetensors');
  await mygpt.output('import', '--safetensors', safetensors, '--vocabulary', VOCABULARY, '--out', model);
});
after(() => mygpt.remove());

for (const { prompt, greedy40, logprobs } of ORACLE) {
  const name = JSON.stringify(prompt.slice(-20));

  test(`an imported model continues ${name} greedily as PyTorch does`, async () => {
    const text = await mygpt.output('generate', '--model', model, '--prompt', prompt, '--length', '40', '--greedy');
    assert.equal(text, greedy40);
  });

  test(`an imported model gives every character after ${name} the probability that PyTorch gives it`, async () => {
    const top = String(characters.length);
    const predictions = await mygpt.json<Prediction[]>('predict', '--model', model, '--prompt', prompt, '--top', top);
    assert.equal(predictions.length, characters.length);
    for (const { character, probability } of predictions) {
      const expected = logprobs[characters.indexOf(character)] ?? NaN;
      assert.ok(
        Math.abs(Math.log(probability) - expected) < 1e-4,
        `${character}: ${Math.log(probability)}, ${expected}`,
      );
    }
  });
}

test('an exported safetensors file is, byte for byte, the one that was imported', async () => {
  const file = mygpt.path('exported.safetensors');
  await mygpt.output('export', '--model', model, '--safetensors', file);
  const again = mygpt.path('again');
  const { stderr } = await mygpt.run('import', '--safetensors', file, '--vocabulary', VOCABULARY, '--out', again);
  assert.match(stderr, /^Imported 8\d\d,\d{3} parameters into .*again\.\n$/);
  for (const name of ['model.onnx', 'model.safetensors', 'config.json', 'vocab.json']) {
    assert.deepEqual(readFileSync(path.join(again, name)), readFileSync(path.join(model, name)), name);
  }
});

test('from an exported ONNX file comes the model that it was exported from', async () => {
  const again = mygpt.path('from-onnx');
  await mygpt.run('import', '--onnx', path.join(model, 'model.onnx'), '--out', again);
  for (const name of ['model.onnx', 'model.safetensors', 'config.json', 'vocab.json']) {
    assert.deepEqual(readFileSync(path.join(again, name)), readFileSync(path.join(model, name)), name);
  }
});

test('an exported ONNX file is the model.onnx of the folder', async () => {
  const file = mygpt.path('exported.onnx');
  assert.equal(await mygpt.output('export', '--model', model, '--onnx', file), '');
  assert.deepEqual(readFileSync(file), readFileSync(path.join(model, 'model.onnx')));
});

test('the number of heads may be said, if it is right', async () => {
  const args = ['import', '--safetensors', path.join(SHAKESPEARE, 'model.safetensors'), '--vocabulary', VOCABULARY];
  await mygpt.output(...args, '--out', mygpt.path('heads'), '--n-head', '8');
  const { code, stderr } = await mygpt.run(...args, '--out', mygpt.path('heads'), '--n-head', '4');
  assert.deepEqual([code, stderr], [2, "mygpt: The file's model has 8 heads, not 4. Leave --n-head out.\n"]);
});

test('a vocabulary of another size does not belong to the model', async () => {
  const vocabulary = mygpt.write('short.json', '["a","b"]');
  const safetensors = path.join(SHAKESPEARE, 'model.safetensors');
  const out = mygpt.path('other');
  const { code, stderr } = await mygpt.run(
    ...['import', '--safetensors', safetensors, '--vocabulary', vocabulary, '--out', out],
  );
  assert.equal(code, 2);
  assert.match(stderr, /^mygpt: The vocabulary has 2 characters, the model 65: they do not belong together\.\n$/);
});
