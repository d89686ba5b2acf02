import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Calibration } from '../../../src/inference/calibration';
import { PastSuggestions } from '../../../src/inference/pastSuggestions';
import { suggestionEnds } from '../../../src/inference/suggestionEnds';
import { predictionsOf } from './predictions';

const PATH = '/a.ts';
const PROBABILITY = 0.9;

class NotingCalibration extends Calibration {
  readonly noted: [length: number, isRight: boolean][] = [];

  override learn(raw: number, length: number, isRight: boolean): void {
    super.learn(raw, length, isRight);
    this.noted.push([length, isRight]);
  }
}

let calibration: NotingCalibration;
let past: PastSuggestions;
beforeEach(() => {
  calibration = new NotingCalibration();
  past = new PastSuggestions(calibration);
});

function suggest(text: string, offset: number): void {
  const continuation = { characters: predictionsOf(text, PROBABILITY), next: '\n' };
  past.add({ path: PATH, offset, isReal: true }, continuation, suggestionEnds(continuation, ''));
}

function type(text: string, offset: number, path = PATH): void {
  for (let index = 0; index < text.length; index++) {
    past.typed(path, { offset: offset + index, removed: 0, inserted: text.charAt(index) });
  }
}

test('each end is learnt once it is known whether the text up to there is right', () => {
  suggest('good day', 10);
  type('good d', 10);
  assert.deepEqual(calibration.noted, []);
  type('og', 16);
  assert.deepEqual(calibration.noted, [
    [4, true],
    [5, true],
    [8, false],
  ]);
});

test('what is accepted at once is right', () => {
  suggest('good day', 10);
  past.typed(PATH, { offset: 10, removed: 0, inserted: 'good day' });
  assert.deepEqual(
    calibration.noted.map(([, isRight]) => isRight),
    [true, true, true],
  );
});

test('every character of the text is told of every suggestion before it', () => {
  suggest('day', 10);
  type('d', 10);
  suggest('ot', 11);
  type('ay', 11);
  assert.deepEqual(calibration.noted, [
    [2, false],
    [3, true],
  ]);
});

test('a suggestion whose text is not typed on, or changed, teaches nothing', () => {
  suggest('good day', 10);
  type('go', 10);
  type('elsewhere', 50);
  type('od dog', 12);
  suggest('good day', 70);
  past.typed(PATH, { offset: 70, removed: 1, inserted: 'x' });
  assert.deepEqual(calibration.noted, []);
});

test('other documents do not disturb', () => {
  suggest('day', 10);
  type('d', 10);
  type('x', 11, '/b.ts');
  type('ay', 11);
  assert.deepEqual(calibration.noted, [[3, true]]);
});

test('a bracket that the editor closes is not what was typed next', () => {
  suggest('(day)', 10);
  past.typed(PATH, { offset: 10, removed: 0, inserted: '()' });
  type('day)', 11);
  assert.ok(calibration.noted.length > 0 && calibration.noted.every(([, isRight]) => isRight));
});

test('asked twice in one place it is one suggestion, and what never comes is forgotten', () => {
  suggest('day', 10);
  suggest('day', 10);
  type('day', 10);
  assert.equal(calibration.noted.length, 1);
  for (let offset = 1000; offset < 1500; offset++) suggest('night', offset);
  type('night', 1000);
  assert.equal(calibration.noted.length, 1);
});
