import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UNKNOWN_CHARACTER, Vocabulary } from '../../../src/corpus/vocabulary';
import { UserError } from '../../../src/errors';

const COUNTS = new Map(Object.entries({ e: 50, ' ': 40, t: 30, '💚': 30, z: 1, q: 2 }));

test('the vocabulary is the sorted distinct characters, sorted by code point', () => {
  const { characters, unknown } = Vocabulary.fromCounts(new Map([...COUNTS, ['\uFF5E', 3]]), 10);
  assert.deepEqual(characters, [' ', 'e', 'q', 't', 'z', '\uFF5E', '💚']);
  assert.equal(unknown, undefined);
});

test('of too many characters the most frequent are kept, and the others are the unknown token', () => {
  const vocabulary = Vocabulary.fromCounts(COUNTS, 4);
  assert.deepEqual(vocabulary.characters, [' ', 'e', 't', UNKNOWN_CHARACTER]);
  assert.equal(vocabulary.unknown, 3);
  assert.equal(vocabulary.id('z'), 3);
});

test('text comes back from its tokens, and unknown characters as the replacement character', () => {
  const vocabulary = Vocabulary.fromCounts(COUNTS, 5);
  assert.equal(vocabulary.decode(vocabulary.encode('te e💚t')), 'te e💚t');
  assert.equal(vocabulary.decode(vocabulary.encode('zeq')), `${UNKNOWN_CHARACTER}e${UNKNOWN_CHARACTER}`);
});

test('without an unknown token, characters that were not learnt are passed over', () => {
  assert.equal(new Vocabulary(['a', 'b']).encode('a-b!').length, 2);
});

test('a vocabulary goes through vocab.json', () => {
  const vocabulary = Vocabulary.fromCounts(COUNTS, 5);
  const characters = JSON.parse(JSON.stringify(vocabulary)) as string[];
  assert.deepEqual(new Vocabulary(characters).characters, vocabulary.characters);
});

test('a damaged vocabulary is refused', () => {
  for (const characters of [['a', 'a'], ['ab'], [''], ['\uD83D'], [undefined as unknown as string]]) {
    assert.throws(() => new Vocabulary(characters), UserError);
  }
});
