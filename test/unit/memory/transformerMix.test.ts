import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Memory } from '../../../src/memory/memory';
import type { Distribution } from '../../../src/memory/distribution';
import { TransformerMix } from '../../../src/memory/transformerMix';
import { VocabularyUnits } from '../../../src/memory/vocabularyUnits';
import { Random } from '../../../src/random';

const LETTERS = Array.from('abcdefgh ');
const UNIFORM = LETTERS.map(() => 1 / LETTERS.length);

function massOf({ size, probabilities, unseen }: Distribution): number {
  return probabilities.subarray(0, size).reduce((sum, probability) => sum + probability, unseen);
}

function unit(character: string): number {
  return character.charCodeAt(0);
}

test('a mix sums to one, whatever the two say', () => {
  const memory = new Memory();
  memory.add('a', 'abc abd abe xyz \u6f22\u5b57 abc');
  const mix = new TransformerMix([...LETTERS, '\u{1f600}', '\ufffd'], LETTERS.length + 1);
  const random = new Random(1);
  for (const prefix of ['', 'ab', 'abc ab', 'xy', '\u6f22', 'nothing like it']) {
    const raw = Array.from({ length: LETTERS.length + 2 }, () => random.uniform() ** 4);
    const sum = raw.reduce((a, b) => a + b);
    const mixed = mix.mix(
      memory.cursor(prefix).predict(),
      raw.map((value) => value / sum),
    );
    assert.ok(Math.abs(massOf(mixed) - 1) < 1e-9, prefix);
    mix.learn(unit('a'));
  }
});

test('what both find probable is more probable than what one does', () => {
  const memory = new Memory();
  memory.add('a', 'the cab the cab the cad');
  const mix = new TransformerMix(LETTERS, undefined);
  const sure = LETTERS.map((letter) => (letter === 'b' ? 0.9 : 0.1 / (LETTERS.length - 1)));
  const prior = memory.cursor('the ca').predict().probabilityOf(unit('b'));
  assert.ok(mix.mix(memory.cursor('the ca').predict(), sure).probabilityOf(unit('b')) > Math.min(prior, 0.9));
  assert.ok(mix.mix(memory.cursor('the ca').predict(), UNIFORM).probabilityOf(unit('b')) < prior);
});

test('a mix learns which of the two to believe', () => {
  const memory = new Memory();
  memory.add('a', 'gabagabagaba');
  const mix = new TransformerMix(LETTERS, undefined);
  const right = LETTERS.map((letter) => (letter === 'h' ? 0.8 : 0.2 / (LETTERS.length - 1)));
  const ask = () => mix.mix(memory.cursor('ga').predict(), right).probabilityOf(unit('h'));
  const before = ask();
  for (let round = 0; round < 200; round++) {
    ask();
    mix.learn(unit('h'));
  }
  assert.ok(ask() > before + 0.3, `${before} became ${ask()}`);
  const another = new TransformerMix(LETTERS, undefined);
  another.load(mix.save());
  const loaded = another.mix(memory.cursor('ga').predict(), right).probabilityOf(unit('h'));
  assert.ok(Math.abs(loaded - ask()) < 0.01, 'what was learnt can be saved and loaded');
  assert.throws(() => new TransformerMix(LETTERS, undefined).load(mix.save().subarray(2)), /another version/);
});

test('a character that the model does not know can still come from the memory', () => {
  const memory = new Memory();
  memory.add('a', '\u6f22\u5b57\u6f22\u5b57\u6f22\u5b57\u6f22\u5b57');
  const mix = new TransformerMix(LETTERS, undefined);
  const mixed = mix.mix(memory.cursor('\u6f22\u5b57\u6f22\u5b57\u6f22').predict(), UNIFORM);
  assert.ok(mixed.probabilityOf(unit('\u5b57')) > 0.4);
});

test('a character of two units has its probability in two steps', () => {
  const vocabulary = new VocabularyUnits(['a', '\u{1f600}', '\u{1f601}'], undefined);
  const probabilities = [0.5, 0.3, 0.2];
  const [high, low] = [0xd83d, 0xde00];
  assert.ok(Math.abs(vocabulary.probability(probabilities, high) - 0.5) < 1e-12);
  assert.ok(Math.abs(vocabulary.probability(probabilities, low, high) - 0.6) < 1e-4);
  assert.equal(vocabulary.probability(probabilities, unit('a')), 0.5);
});

test('the unknown token stands for no character of its own', () => {
  const vocabulary = new VocabularyUnits(['a', '\ufffd'], 1);
  const unknown = vocabulary.probability([0.5, 0.5], unit('b'));
  assert.ok(unknown > 0 && unknown < 1e-4);
  assert.equal(vocabulary.probability([0.5, 0.5], 0xfffd), unknown);
});
