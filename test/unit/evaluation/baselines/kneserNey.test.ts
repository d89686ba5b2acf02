import assert from 'node:assert/strict';
import { test } from 'node:test';
import { natsPerCharacter, readText } from '../../../bench/baselines/characterModel';
import { KneserNeyModel } from '../../../bench/baselines/kneserNey';
import { discountsOf } from '../../../bench/baselines/kneserNeyDiscounts';
import { HELD_OUT, TRAINING, vocabularyOf } from './shakespeareSplit';

/** Another program's figure for tiny Shakespeare, from eight characters of context. */
const NATS_PER_CHARACTER = 1.522;

const VOCABULARY = vocabularyOf(TRAINING + HELD_OUT);

test('it predicts tiny Shakespeare as well as modified Kneser-Ney does elsewhere', () => {
  const nats = natsPerCharacter(new KneserNeyModel(VOCABULARY, TRAINING), HELD_OUT.slice(0, 112_000));
  assert.ok(Math.abs(nats - NATS_PER_CHARACTER) < 0.001, `${nats} nats`);
});

test('probabilities sum to 1 in every context, known or not', () => {
  const model = new KneserNeyModel(VOCABULARY, TRAINING.slice(0, 30_000));
  for (const token of VOCABULARY.encode(`${HELD_OUT.slice(0, 1000)}$$&&33zzz`)) {
    const probabilities = model.distribution();
    assert.ok(Math.abs(probabilities.reduce((sum, probability) => sum + probability, 0) - 1) < 1e-9);
    assert.ok(probabilities.every((probability) => probability > 0));
    model.read(token);
  }
});

test('bigrams of a small text are as computed by hand', () => {
  // Counts: ab 2, ba 1. Different characters before: of a two (b, and the beginning of the text), of b one. There are no
  // counts of 3 and 4, so half is taken off every count.
  const model = new KneserNeyModel(vocabularyOf('abc'), 'abab', 1);
  const [a, b, c] = [(2 - 0.5) / 3 + 1 / 9, (1 - 0.5) / 3 + 1 / 9, 1 / 9];
  assertClose(model.distribution(), [a, b, c]);
  model.read(0);
  assertClose(model.distribution(), [0.25 * a, 0.75 + 0.25 * b, 0.25 * c]);
  model.read(1);
  assertClose(model.distribution(), [0.5 + 0.5 * a, 0.5 * b, 0.5 * c]);
});

test('discounts are Chen and Goodman’s', () => {
  // Y = 100 / (100 + 2 · 40) = 5/9
  const [one, two, more] = discountsOf([100, 40, 20, 10]);
  assertClose(
    [one, two, more],
    [1 - (2 * 5 * 40) / (9 * 100), 2 - (3 * 5 * 20) / (9 * 40), 3 - (4 * 5 * 10) / (9 * 20)],
  );
});

test('going back forgets what was read since the mark', () => {
  const model = new KneserNeyModel(VOCABULARY, TRAINING.slice(0, 5000));
  readText(model, 'First Ci');
  const before = model.distribution();
  model.mark();
  readText(model, 'ty of Rome');
  model.goBack();
  assert.deepEqual(model.distribution(), before);
});

function assertClose(actual: Iterable<number>, expected: readonly number[]): void {
  const differences = [...actual].map((value, index) => Math.abs(value - (expected[index] ?? NaN)));
  assert.ok(
    differences.every((difference) => difference < 1e-12),
    `${String([...actual])}, not ${String(expected)}`,
  );
}
