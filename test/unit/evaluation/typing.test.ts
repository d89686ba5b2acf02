import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limitTexts } from '../../../src/evaluation/limit';
import { simulateTyping } from '../../../src/evaluation/typing';
import { ScriptedAssistant } from './scriptedAssistant';

/** Nothing. */
const SILENT = () => '';

/** The rest of the line, always right. */
function prophet(text: string): ScriptedAssistant {
  return new ScriptedAssistant((typed) => text.slice(typed.length).split('\n')[0] ?? '');
}

/** A suggestion for an empty document. */
function atFirst(suggestion: string): ScriptedAssistant {
  return new ScriptedAssistant((typed) => (typed === '' ? suggestion : ''));
}

test('without suggestions every character costs a key', async () => {
  const result = await simulateTyping(['two\n\nlines 😀'], new ScriptedAssistant(SILENT));
  assert.deepEqual(
    { ...result, latencyMs: undefined },
    {
      files: 1,
      characters: 12,
      keystrokesSaved: 0,
      keystrokesSavedByWord: 0,
      keystrokesSavedNetOfIndentation: 0,
      keystrokesSavedByWordNetOfIndentation: 0,
      shownPer100: 0,
      precision: null,
      firstWordPrecision: null,
      wrongCharactersPer100: 0,
      calibrationError: null,
      latencyMs: undefined,
    },
  );
});

test('a right line costs one key, or one a word; its end another', async () => {
  const text = 'const answer = 42;\nconst other = 7;\n';
  const result = await simulateTyping([text], prophet(text));
  assert.equal(result.characters, 36);
  assert.equal(result.keystrokesSaved, 1 - 4 / 36);
  // const, space, answer, space, “= ”, 42, “;”, line break
  assert.equal(result.keystrokesSavedByWord, 1 - 16 / 36);
  assert.equal(result.shownPer100, (100 * 2) / 36);
  assert.deepEqual([result.precision, result.firstWordPrecision, result.wrongCharactersPer100], [1, 1, 0]);
});

test('indentation costs nothing where it is left out', async () => {
  const text = '  if (ready) {\n    go();\n  }\n';
  const result = await simulateTyping([text], new ScriptedAssistant(SILENT));
  assert.equal(result.keystrokesSavedNetOfIndentation, 0);
  const foretold = await simulateTyping([text], prophet(text));
  assert.equal(foretold.keystrokesSaved, 1 - 6 / 29);
  assert.equal(foretold.keystrokesSavedNetOfIndentation, 1 - 6 / 21);
});

test('only who goes by words takes the right part of a wrong suggestion', async () => {
  const result = await simulateTyping(['good day'], atFirst('good dog'));
  assert.equal(result.keystrokesSaved, 0);
  assert.equal(result.keystrokesSavedByWord, 1 - 5 / 8); // good, space, d, a, y
  assert.deepEqual([result.precision, result.firstWordPrecision], [0, 1]);
  assert.equal(result.wrongCharactersPer100, (100 * 2) / 8);
});

test('typing through a suggestion makes no new one; after a wrong character it is asked again', async () => {
  const assistant = atFirst('wrongness');
  const result = await simulateTyping(['write it'], assistant);
  assert.deepEqual(assistant.askedAt, [0, 3, 4, 5, 6, 7]);
  assert.equal(result.shownPer100, 100 / 8);
  assert.equal(result.wrongCharactersPer100, (100 * 7) / 8);
});

test('what a suggestion grows by while it is typed through is no new one, but can be wrong, too', async () => {
  const script: Readonly<Record<string, string>> = { '': 'abcd', a: 'bcdxy' };
  const assistant = new ScriptedAssistant((typed) => script[typed] ?? '');
  const result = await simulateTyping(['abzz'], assistant);
  assert.deepEqual(assistant.askedAt, [0, 1, 3]);
  assert.equal(result.shownPer100, 100 / 4);
  assert.equal(result.wrongCharactersPer100, (100 * (2 + 2)) / 4);
});

test('the assistant is told of all that is left of the cursor before it is asked, and at the end of everything', async () => {
  const texts = ['one two three', '', 'four five six'];
  const script = ({ length }: string) => (length % 5 === 0 ? 'two' : length % 3 === 0 ? 'e s' : '');
  const assistant = new ScriptedAssistant(script);
  const { files, characters } = await simulateTyping(texts, assistant);
  assert.deepEqual(assistant.documents, texts);
  assert.deepEqual([files, characters], [3, 26]);
});

test('at each place the assistant is asked once, though two users come by', async () => {
  const text = 'a long line of words that goes on';
  const assistant = prophet(text);
  await simulateTyping([text], assistant);
  assert.deepEqual(assistant.askedAt, [...new Set(assistant.askedAt)]);
});

test('progress goes up to the end', async () => {
  const heard: number[] = [];
  await simulateTyping(['ab', 'cd'], new ScriptedAssistant(SILENT), undefined, (done, all) => heard.push(done / all));
  assert.deepEqual(heard, heard.toSorted());
  assert.equal(heard.at(-1), 1);
});

test('texts can be limited to their beginning', () => {
  const texts = ['one', 't😀o', 'three'];
  assert.deepEqual(limitTexts(texts, 5), ['one', 't😀']);
  assert.deepEqual(limitTexts(texts, 3), ['one']);
  assert.deepEqual(limitTexts(texts, Infinity), texts);
});
