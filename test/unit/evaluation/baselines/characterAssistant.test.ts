import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_COMPLETION_OPTIONS } from '../../../../src/completion/suggest';
import { CharacterAssistant } from '../../../bench/baselines/characterAssistant';
import { readText } from '../../../bench/baselines/characterModel';
import { PpmModel } from '../../../bench/baselines/ppm';
import { HELD_OUT, TRAINING, vocabularyOf } from './shakespeareSplit';

const VOCABULARY = vocabularyOf(TRAINING + HELD_OUT);
const REQUEST = { ...DEFAULT_COMPLETION_OPTIONS, minProbability: 0.3, prefix: '', suffix: '' };

async function suggestion(assistant: CharacterAssistant): Promise<string> {
  const { characters } = await assistant.suggest(REQUEST);
  return characters.map(({ character }) => character).join('');
}

test('a model suggests how a text goes on that it has read', async () => {
  const model = new PpmModel(VOCABULARY);
  readText(model, TRAINING.slice(0, 20_000));
  const assistant = new CharacterAssistant(model);
  assistant.opened();
  assistant.typed('First Citizen:\nBefore we proceed any fur');
  assert.equal(await suggestion(assistant), 'ther');
});

test('a suggestion is not taken for text that was typed', async () => {
  const model = new PpmModel(VOCABULARY);
  readText(model, TRAINING.slice(0, 20_000));
  const assistant = new CharacterAssistant(model);
  assistant.typed('First Cit');
  const before = model.distribution();
  assert.equal(await suggestion(assistant), await suggestion(assistant));
  assert.deepEqual(model.distribution(), before);
});
