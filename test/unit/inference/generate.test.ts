import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { UNKNOWN_CHARACTER, Vocabulary } from '../../../src/corpus/vocabulary';
import { CancelledError } from '../../../src/errors';
import { generateText, predictNext } from '../../../src/inference/generate';
import type { DecodeSession } from '../../../src/inference/session';
import type { GenerateRequest } from '../../../src/inference/types';
import { openShakespeare, ORACLE } from './shakespeare';

let session: DecodeSession;
let vocabulary: Vocabulary;
before(async () => ({ session, vocabulary } = await openShakespeare()));

const GREEDY: GenerateRequest = { prompt: '', length: 40, temperature: 0, topK: 0, seed: 1 };

async function generate(request: Partial<GenerateRequest>, words = vocabulary, signal?: AbortSignal): Promise<string> {
  let text = '';
  for await (const character of generateText(session, words, { ...GREEDY, ...request }, signal)) text += character;
  return text;
}

for (const { prompt, logprobs, greedy40 } of ORACLE) {
  const name = JSON.stringify(prompt.slice(-16));

  test(`after ${name} every character has PyTorch's probability`, async () => {
    const predictions = await predictNext(session, vocabulary, prompt, vocabulary.size);
    assert.equal(predictions.length, logprobs.length);
    for (const { character, probability } of predictions) {
      const expected = logprobs[vocabulary.id(character) ?? -1] ?? NaN;
      assert.ok(
        Math.abs(Math.log(probability) - expected) < 1e-4,
        `${character}: ${Math.log(probability)}, ${expected}`,
      );
    }
  });

  test(`after ${name} the greedy continuation is PyTorch's, also past the context length`, async () => {
    assert.equal(await generate({ prompt }), greedy40);
  });
}

test('predictions come highest first, as many as are asked for', async () => {
  const predictions = await predictNext(session, vocabulary, 'the', 3);
  assert.deepEqual(
    predictions.map(({ character }) => character),
    [' ', 'r', 'e'],
  );
});

test('the same seed gives the same text, another seed another', async () => {
  const sample = (seed: number) => generate({ prompt: 'ROMEO:\n', temperature: 1, seed });
  const text = await sample(7);
  assert.equal([...text].length, 40);
  assert.equal(await sample(7), text);
  assert.notEqual(await sample(8), text);
});

test('drawing from the one most probable character is greedy at any temperature', async () => {
  assert.equal(await generate({ prompt: 'O', temperature: 2, topK: 1 }), await generate({ prompt: 'O' }));
});

test('an empty prompt, and one of unknown characters only, stand for the line break before a text', async () => {
  const afterLineBreak = await generate({ prompt: '\n' });
  assert.equal(await generate({ prompt: '' }), afterLineBreak);
  assert.equal(await generate({ prompt: '日本' }), afterLineBreak);
});

test('without a line break in the vocabulary an empty prompt makes every character equally probable', async () => {
  const noLineBreak = new Vocabulary(vocabulary.characters.map((character) => (character === '\n' ? '\t' : character)));
  const predictions = await predictNext(session, noLineBreak, '', noLineBreak.size);
  assert.equal(predictions.length, noLineBreak.size);
  for (const { probability } of predictions) assert.ok(Math.abs(probability - 1 / noLineBreak.size) < 1e-12);
});

test('the unknown token is never produced, however probable', async () => {
  // The space, the most probable character after "the", becomes the unknown token.
  const unknowing = new Vocabulary(
    vocabulary.characters.map((character) => (character === ' ' ? UNKNOWN_CHARACTER : character)),
  );
  const greedy = await generate({ prompt: 'the' }, unknowing);
  const sampled = await generate({ prompt: 'the', temperature: 1, length: 100 }, unknowing);
  assert.equal([...greedy].length, 40);
  assert.ok(!(greedy + sampled).includes(UNKNOWN_CHARACTER));
  const [first] = await predictNext(session, unknowing, 'the', 1);
  assert.equal(first?.character, 'r');
  assert.ok(Math.abs(Math.log(first.probability) - -1.75742) < 1e-4);
});

test('a cancelled generation ends between two characters', async () => {
  const cancelling = new AbortController();
  const pieces: string[] = [];
  await assert.rejects(async () => {
    for await (const text of generateText(session, vocabulary, { ...GREEDY, length: 1e9 }, cancelling.signal)) {
      pieces.push(text);
      if (pieces.length === 5) cancelling.abort();
    }
  }, CancelledError);
  assert.equal(pieces.length, 5);
});

test('a length of nothing gives nothing', async () => {
  assert.equal(await generate({ prompt: 'O', length: 0 }), '');
});
