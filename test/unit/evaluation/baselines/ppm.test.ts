import assert from 'node:assert/strict';
import { test } from 'node:test';
import { natsPerCharacter, readText } from '../../../bench/baselines/characterModel';
import { PpmModel } from '../../../bench/baselines/ppm';
import { HELD_OUT, TRAINING, vocabularyOf } from './shakespeareSplit';

/**
 * Bytes of archives by 7-Zip 26.01, `7zz a -si -m0=PPMd:o=16:mem=256m ARCHIVE < TEXT`, of nine tenths of tiny Shakespeare
 * and of all of it. (Read from a file instead, the memory is cut to a size that depends on the file, and overflows.)
 */
const ARCHIVE_OF_TRAINING = 264_924;
const ARCHIVE_OF_ALL = 293_416;

const VOCABULARY = vocabularyOf(TRAINING + HELD_OUT);

function sum(probabilities: Float64Array): number {
  return probabilities.reduce((total, probability) => total + probability, 0);
}

test('what it predicts is what 7-Zip’s PPMd comes to', () => {
  const model = new PpmModel(VOCABULARY);
  readText(model, TRAINING);
  const bytes = (natsPerCharacter(model, HELD_OUT) * HELD_OUT.length) / Math.log(256);
  const expected = ARCHIVE_OF_ALL - ARCHIVE_OF_TRAINING;
  assert.ok(Math.abs(bytes / expected - 1) < 0.002, `${bytes} bytes, not ${expected}`);
});

test('probabilities sum to 1, whatever it has read', () => {
  const model = new PpmModel(VOCABULARY, 4);
  for (const token of VOCABULARY.encode(TRAINING.slice(0, 3000))) {
    const probabilities = model.distribution();
    assert.ok(Math.abs(sum(probabilities) - 1) < 1e-9);
    assert.ok(probabilities.every((probability) => probability > 0));
    model.read(token);
  }
});

test('going back forgets all that was read since the mark', () => {
  const [model, other] = [new PpmModel(VOCABULARY), new PpmModel(VOCABULARY)];
  for (const each of [model, other]) readText(each, TRAINING.slice(0, 20_000));
  model.mark();
  readText(model, TRAINING.slice(20_000, 30_000));
  assert.notDeepEqual(model.distribution(), other.distribution());
  model.goBack();
  assert.deepEqual(model.distribution(), other.distribution());
  assert.equal(natsPerCharacter(model, HELD_OUT.slice(0, 5000)), natsPerCharacter(other, HELD_OUT.slice(0, 5000)));
});

test('it learns as it reads', () => {
  const model = new PpmModel(VOCABULARY);
  const once = natsPerCharacter(model, HELD_OUT.slice(0, 2000));
  assert.ok(natsPerCharacter(model, HELD_OUT.slice(0, 2000)) < once / 5);
});
