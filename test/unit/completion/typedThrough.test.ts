import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CursorText, restOf } from '../../../src/completion/typedThrough';

/** As much of the text is known on either side of the cursor. */
const KNOWN = 12;

/** The cursor at the `|` of a line, below another line. */
function cursor(text: string, line = 7): CursorText {
  const character = text.indexOf('|');
  return {
    line,
    character,
    prefix: `the line above\n${text.slice(0, character)}`.slice(-KNOWN),
    suffix: `${text.slice(character + 1)}\nthe line below`.slice(0, KNOWN),
  };
}

function rest(made: string, text: string, now: string): string | undefined {
  return restOf({ cursor: cursor(made), text }, cursor(now));
}

test('what has been typed of a suggestion is taken off its beginning', () => {
  assert.equal(rest('const a|', 'nswer = 42', 'const a|'), 'nswer = 42');
  assert.equal(rest('const a|', 'nswer = 42', 'const an|'), 'swer = 42');
  assert.equal(rest('const a|', 'nswer = 42', 'const answer = 4|'), '2');
});

test('nothing is left when all of it has been typed', () => {
  assert.equal(rest('const a|', 'nswer', 'const answer|'), undefined);
  assert.equal(rest('const a|', 'nswer', 'const answers|'), undefined);
});

test('typing something else ends it', () => {
  assert.equal(rest('const a|', 'nswer', 'const ab|'), undefined);
  assert.equal(rest('const a|', 'nswer', 'const anx|'), undefined);
});

test('a cursor that went back, to another line or to another text ends it', () => {
  assert.equal(rest('const a|', 'nswer', 'const |'), undefined);
  assert.equal(restOf({ cursor: cursor('const a|'), text: 'nswer' }, cursor('const an|', 8)), undefined);
  assert.equal(rest('const a|', 'nswer', 'const e|'), undefined);
  assert.equal(rest('let aa|', 'aaa', 'var aaa|'), undefined);
});

test('what stood right of the cursor has to stay there', () => {
  assert.equal(rest('log(a|);', 'nswer', 'log(an|);'), 'swer');
  assert.equal(rest('log(a|);', 'nswer', 'log(an|;'), undefined);
  assert.equal(rest('log(a|)', 'nswer', 'log(an| + b)'), undefined);
  assert.equal(rest('a|', 'nswer', 'an|x'), undefined);
});

test('brackets and quotes that the editor closes while one types are no change', () => {
  assert.equal(rest('log|', '(answer);', 'log(|)'), 'answer);');
  assert.equal(rest('log|;', '("answer")', 'log("|");'), 'answer")');
  assert.equal(rest('log| // a long comment', '(answer);', 'log(|) // a long comment'), 'answer);');
});
