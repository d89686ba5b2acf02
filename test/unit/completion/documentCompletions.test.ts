import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { DocumentCompletions } from '../../../src/completion/documentCompletions';
import { DEFAULT_COMPLETION_OPTIONS } from '../../../src/completion/suggest';
import type { CursorText } from '../../../src/completion/typedThrough';
import { ScriptedModel } from './scriptedModel';

let model: ScriptedModel;
let completions: DocumentCompletions;
beforeEach(() => {
  model = new ScriptedModel('nswer = 42;');
  completions = new DocumentCompletions(model);
});

/** The cursor at the `|` of a document of one line. */
function cursor(text: string): CursorText {
  const character = text.indexOf('|');
  return { line: 0, character, prefix: text.slice(0, character), suffix: text.slice(character + 1) };
}

const suggest = (text: string) => completions.suggest(cursor(text), DEFAULT_COMPLETION_OPTIONS);
const rest = (text: string) => completions.rest(cursor(text), DEFAULT_COMPLETION_OPTIONS);

test('before the first suggestion nothing is left of one', () => {
  assert.equal(rest('const a|'), '');
});

test('typing through a suggestion leaves its rest, to the last character, and asks nothing', async () => {
  assert.equal(await suggest('const a|'), 'nswer = 42;');
  assert.equal(rest('const answer|'), ' = 42;');
  assert.equal(rest('const answer = 42|'), ';');
  assert.equal(rest('const answer = 42;|'), '');
  assert.equal(model.requests.length, 1);
});

test('typing something else leaves nothing', async () => {
  await suggest('const a|');
  assert.equal(rest('const ab|'), '');
});

test('the rest gives way to a bracket that the editor closed', async () => {
  model.text = '(name);';
  assert.equal(await suggest('log|'), '(name);');
  assert.equal(rest('log(|)'), 'name');
});

test('a new suggestion may go on beyond the rest of the last', async () => {
  await suggest('const a|');
  model.text = '2; // the answer';
  assert.equal(await suggest('const answer = 4|'), '2; // the answer');
  assert.equal(rest('const answer = 42|'), '; // the answer');
});

test('a new suggestion never replaces what is still on the screen', async () => {
  await suggest('const a|');
  model.text = '3 + 4;';
  assert.equal(await suggest('const answer = 4|'), '2;');
  model.text = '';
  assert.equal(await suggest('const answer = 42|'), ';');
});

test('when the model has nothing to say, nothing is left of what it said before', async () => {
  await suggest('const a|');
  model.text = '';
  assert.equal(await suggest('let b|'), '');
  assert.equal(rest('const an|'), '');
});
