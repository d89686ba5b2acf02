import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { CancelledError } from '../../../src/errors';
import { LocalLanguageModel } from '../../../src/inference/localLanguageModel';
import type { SuggestRequest } from '../../../src/inference/types';
import { ORACLE, SHAKESPEARE } from './shakespeare';

let model: LocalLanguageModel;
before(async () => (model = await LocalLanguageModel.load(SHAKESPEARE)));

const REQUEST: SuggestRequest = {
  prefix: '',
  suffix: '',
  maxCharacters: 40,
  minCharacters: 1,
  minProbability: 0,
  wrongCost: 0,
  multiline: true,
};

async function suggest(request: Partial<SuggestRequest>): Promise<string> {
  const { characters } = await model.suggest({ ...REQUEST, ...request });
  return characters.map(({ character }) => character).join('');
}

test('a model folder tells what it holds', () => {
  assert.deepEqual(model.information, {
    folder: SHAKESPEARE,
    contextLength: 64,
    vocabularySize: 65,
    parameters: 816_705,
  });
});

test('a suggestion is a beginning of the greedy continuation', async () => {
  for (const { prompt, greedy40 } of ORACLE.slice(2)) {
    const suggestion = await suggest({ prefix: prompt, maxCharacters: 20 });
    assert.ok(suggestion !== '' && greedy40.slice(0, 20).startsWith(suggestion), suggestion);
  }
});

test('a suggestion ends before the end of the line, unless it may go on beyond it', async () => {
  assert.equal(await suggest({ prefix: 'KING RICHARD III', multiline: false }), ':');
  assert.equal(await suggest({ prefix: 'KING RICHARD III', multiline: true }), ':\nThe');
});

test('a suggestion is as probable as it must be, and tells how probable it is', async () => {
  const { characters, probability } = await model.suggest({
    ...REQUEST,
    prefix: 'What light through yonder window bre',
    minProbability: 0.2,
  });
  const product = characters.reduce((certainty, each) => certainty * each.probability, 1);
  assert.ok(characters.length > 0);
  assert.equal(probability, product);
  assert.ok(product >= 0.2);
});

test('nothing is suggested where even the first character is improbable', async () => {
  assert.equal(await suggest({ prefix: 'O', minProbability: 0.5 }), '');
});

test('typing on gives the same suggestion as asking anew', async () => {
  const prefix = 'First Citizen:\nBefore we proceed any fur';
  await suggest({ prefix });
  const typedOn = await suggest({ prefix: `${prefix}the` });
  const anew = await LocalLanguageModel.load(SHAKESPEARE);
  const { characters } = await anew.suggest({ ...REQUEST, prefix: `${prefix}the`, maxCharacters: 8 });
  assert.equal(typedOn.slice(0, 8), characters.map(({ character }) => character).join(''));
});

test('a cancelled suggestion ends, and so does one that was cancelled before', async () => {
  const cancelling = new AbortController();
  const running = model.suggest({ ...REQUEST, prefix: 'ROMEO:', maxCharacters: 1e6 }, cancelling.signal);
  await model.predict('a turn of the event loop', 1);
  cancelling.abort();
  await assert.rejects(running, CancelledError);
  await assert.rejects(model.suggest(REQUEST, cancelling.signal), CancelledError);
});
