import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Alphabet } from '../../../src/corpus/alphabet';
import { UNKNOWN_CHARACTER, Vocabulary } from '../../../src/corpus/vocabulary';

function roundTrip(alphabet: Alphabet, tokens: Uint16Array, limit: number): string {
  const vocabulary = Vocabulary.fromCounts(alphabet.counts(), limit);
  const translation = alphabet.translation(vocabulary);
  return vocabulary.decode(tokens.map((id) => translation[id] ?? 0));
}

test('a text comes back from its provisional ids', () => {
  const alphabet = new Alphabet();
  const text = 'The 💚 of\tthe\nmatter: ßẞ\u{10FFFF}';
  const { tokens, complete } = alphabet.encode(text, Infinity);
  assert.equal(tokens.length, Array.from(text).length);
  assert.ok(complete);
  assert.equal(roundTrip(alphabet, tokens, 100), text);
});

test('characters are counted over all texts', () => {
  const alphabet = new Alphabet();
  alphabet.encode('abba', Infinity);
  alphabet.encode('b💚', Infinity);
  assert.deepEqual(alphabet.counts(), new Map(Object.entries({ a: 2, b: 3, '💚': 1 })));
});

test('only the first characters are taken where there is a limit, and no others are counted', () => {
  const alphabet = new Alphabet();
  const { tokens, complete } = alphabet.encode('💚💚ab', 3);
  assert.equal(roundTrip(alphabet, tokens, 100), '💚💚a');
  assert.ok(!complete);
  assert.ok(!alphabet.counts().has('b'));
  assert.ok(alphabet.encode('💚💚a', 3).complete);
});

test('more distinct characters than there are ids become the unknown token', () => {
  const alphabet = new Alphabet();
  const every = Array.from({ length: 0x1_2000 }, (_, index) => index + 0x1_0000);
  const text = String.fromCodePoint(...every.slice(0, 0x9000)) + String.fromCodePoint(...every.slice(0x9000));
  const { tokens } = alphabet.encode(`${text}a`, Infinity);
  const decoded = [...roundTrip(alphabet, tokens, 65_536)];
  assert.equal(decoded.length, every.length + 1);
  assert.equal(decoded[0], '\u{10000}');
  assert.equal(decoded.filter((character) => character === UNKNOWN_CHARACTER).length, every.length + 1 - 65_534);
});
