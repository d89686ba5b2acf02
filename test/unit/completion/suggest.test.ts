import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_CONFIDENCE } from '../../../src/completion/confidence';
import { DEFAULT_COMPLETION_OPTIONS, suggestCompletion } from '../../../src/completion/suggest';
import { LocalLanguageModel } from '../../../src/inference/localLanguageModel';
import packageJson from '../../../package.json';
import { SHAKESPEARE } from '../inference/shakespeare';
import { ScriptedModel } from './scriptedModel';

/** What is inserted at the `|` of a text if the model would type `typed`. */
async function complete(text: string, typed: string, options = DEFAULT_COMPLETION_OPTIONS): Promise<string> {
  const cursor = text.indexOf('|');
  return await suggestCompletion(new ScriptedModel(typed), text.slice(0, cursor), text.slice(cursor + 1), options);
}

test('at the end of a line the model may finish it', async () => {
  assert.equal(await complete('const answer|\n', ' = 42;'), ' = 42;');
});

test('in the middle of a line a suggestion fits into it', async () => {
  assert.equal(await complete('console.log("|");', 'hello");'), 'hello');
  assert.equal(await complete('console.log(|);', 'f(x));'), 'f(x)');
  assert.equal(await complete('for (const a | of list) {', 'and b of list) {\n'), 'and b');
  assert.equal(await complete('call(|, second)', 'first, '), 'first');
});

test('before and within a word the model is not even asked', async () => {
  for (const [prefix, suffix] of [
    ['con', 'st'],
    ['return ', 'value'],
    ['x = ', '_y'],
    ['x = ', '9'],
    ['', 'ärmel'],
  ] as const) {
    const model = new ScriptedModel('something');
    assert.equal(await suggestCompletion(model, prefix, suffix, DEFAULT_COMPLETION_OPTIONS), '');
    assert.deepEqual(model.requests, []);
  }
});

test('what is too short, blank, or already there is not suggested', async () => {
  assert.equal(await complete('a|', ';'), '');
  assert.equal(await complete('a|', '   '), '');
  assert.equal(await complete('  |\n  return;\n', 'return;'), '');
  assert.equal(await complete('f(a|)', ')'), '');
});

test('only a suggestion that may have several lines has them', async () => {
  const typed = ' {\n  return 1;\n}\n';
  assert.equal(await complete('if (a)|\n', typed), ' {');
  assert.equal(
    await complete('if (a)|\n', typed, { ...DEFAULT_COMPLETION_OPTIONS, multiline: true }),
    ' {\n  return 1;\n}',
  );
});

test('the model reads line breaks as it was trained on them', async () => {
  const model = new ScriptedModel('three');
  assert.equal(await suggestCompletion(model, 'one\r\ntwo\r', '\r\nfour', DEFAULT_COMPLETION_OPTIONS), 'three');
  assert.equal(model.requests[0]?.prefix, 'one\ntwo\n');
  assert.equal(model.requests[0].suffix, '\nfour');
});

test('a real model completes what it is sure of, and nothing else', async () => {
  const model = await LocalLanguageModel.load(SHAKESPEARE);
  const suggest = (prefix: string) => suggestCompletion(model, prefix, '\n', DEFAULT_COMPLETION_OPTIONS);
  assert.equal(await suggest('KING RICHARD II:\nGood my lord of Lanc'), 'aster');
  assert.equal(await suggest('qqqx'), '');
});

test('the defaults are those of the settings', () => {
  const properties = new Map<string, { default: unknown }>(
    packageJson.contributes.configuration.flatMap((section) =>
      Object.entries<{ default: unknown }>(section.properties),
    ),
  );
  assert.equal(properties.get('mygpt.completion.confidence')?.default, DEFAULT_CONFIDENCE);
  for (const name of ['maxCharacters', 'multiline'] as const) {
    assert.equal(DEFAULT_COMPLETION_OPTIONS[name], properties.get(`mygpt.completion.${name}`)?.default);
  }
});
