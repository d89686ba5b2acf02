import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_COMPLETION_OPTIONS } from '../../../../src/completion/suggest';
import { WordAssistant } from '../../../bench/baselines/wordAssistant';

const WORKSPACE = 'const corpus = readCorpus(corpus.options); // constant corpora\nconstant, const constant';

async function suggestion(assistant: WordAssistant, prefix: string): Promise<string> {
  const { characters } = await assistant.suggest({ ...DEFAULT_COMPLETION_OPTIONS, prefix, suffix: '' });
  return characters.map(({ character }) => character).join('');
}

test('the most frequent longer word that begins as typed is suggested', async () => {
  const assistant = new WordAssistant(`${WORKSPACE} `);
  assert.equal(await suggestion(assistant, 'let x = con'), 'stant');
  assert.equal(await suggestion(assistant, 'const'), 'ant');
  assert.equal(await suggestion(assistant, 'cor'), 'pus');
  assert.equal(await suggestion(assistant, 'corpo'), 'ra');
});

test('nothing is suggested for one character, after a word’s end, or for what no word begins with', async () => {
  const assistant = new WordAssistant(`${WORKSPACE} `);
  for (const prefix of ['c', 'const ', 'constant', 'xyz', '']) assert.equal(await suggestion(assistant, prefix), '');
});

test('words count as soon as they have been typed to their end', async () => {
  const assistant = new WordAssistant('');
  assistant.typed('function fun');
  assert.equal(await suggestion(assistant, 'fu'), 'nction');
  assistant.typed('nel(funnel');
  assert.equal(await suggestion(assistant, 'fu'), 'nction');
  assistant.typed(')');
  assert.equal(await suggestion(assistant, 'fu'), 'nnel');
});
