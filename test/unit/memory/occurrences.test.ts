import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMPARED, Occurrences } from '../../../src/memory/occurrences';
import { TextStore } from '../../../src/memory/textStore';
import { Random } from '../../../src/random';

const PIECES = ['abc', 'abd', 'xabc', '\n', 'let '];

function randomText(random: Random, pieces: number): string {
  return Array.from({ length: pieces }, () => PIECES[random.integer(PIECES.length)] ?? '').join('');
}

/** Every earlier place with the same three units before it, found by comparing all, as `position:length of the match`. */
function everyOccurrence(text: string): string[] {
  const found: string[] = [];
  for (let position = 3; position < text.length; position++) {
    let same = 0;
    while (same < COMPARED && same < position && text[position - 1 - same] === text[text.length - 1 - same]) same++;
    if (same >= 3) found.push(`${position}:${same}`);
  }
  return found.sort();
}

function filled(text: string): TextStore {
  const store = new TextStore(1 << 16);
  store.reserve(text.length + 1);
  store.addText(text, 0, text.length);
  return store;
}

test('every occurrence of the last three units is found once, with the length of its match', () => {
  const random = new Random(5);
  for (let round = 0; round < 50; round++) {
    const text = randomText(random, 40);
    const occurrences = new Occurrences(filled(text));
    const context = Uint16Array.from(text, (character) => character.charCodeAt(0));
    occurrences.find(context, context.length, []);
    const found = Array.from({ length: occurrences.count }, (_, index) => {
      return `${occurrences.positions[index] ?? 0}:${occurrences.lengths[index] ?? 0}`;
    });
    assert.deepEqual(found.sort(), everyOccurrence(text));
  }
});

test('occurrences are gone through from the newest to the oldest', () => {
  const text = randomText(new Random(6), 60);
  const occurrences = new Occurrences(filled(text));
  const context = Uint16Array.from(text, (character) => character.charCodeAt(0));
  occurrences.find(context, context.length, []);
  const positions: number[] = [];
  for (let index = occurrences.first(); index >= 0; index = occurrences.next()) {
    positions.push(occurrences.positions[index] ?? 0);
  }
  assert.equal(positions.length, occurrences.count);
  assert.deepEqual(
    positions,
    positions.toSorted((a, b) => b - a),
  );
});

test('what was taken from the end of the store is not found, nor what is hidden', () => {
  const store = filled('abcdef abcdef');
  const context = Uint16Array.from('abcdef', (character) => character.charCodeAt(0));
  const occurrences = new Occurrences(store);
  occurrences.find(context, 6, []);
  assert.equal(occurrences.count, 1);
  occurrences.find(context, 6, [6, 7]);
  assert.equal(occurrences.count, 0);
  store.erase(7, 13);
  store.reserve(2);
  store.addText('x', 0, 1);
  occurrences.find(context, 6, []);
  assert.deepEqual([...occurrences.positions.subarray(0, occurrences.count)], [6]);
});

test('text is found alike whether it was added at once or unit by unit', () => {
  const text = randomText(new Random(8), 200);
  const [atOnce, unitByUnit] = [filled(text), new TextStore(1 << 16)];
  unitByUnit.reserve(text.length);
  for (let index = 0; index < text.length; index++) unitByUnit.addText(text, index, index + 1);
  const links = ({ chains }: TextStore) => chains.map(({ previous }) => previous.subarray(0, text.length));
  assert.deepEqual(links(unitByUnit), links(atOnce));
  assert.deepEqual(unitByUnit.counts, atOnce.counts);
});
