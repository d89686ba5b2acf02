import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leaveFollowingText } from '../../../../src/completion/rules/leaveFollowingText';
import { at } from '../place';

test('what follows the cursor is not suggested again', () => {
  assert.equal(leaveFollowingText('b) {', at('if (a|) {')), 'b');
  assert.equal(leaveFollowingText('b and', at('a |and c')), 'b ');
});

test('spaces before what follows do not matter', () => {
  assert.equal(leaveFollowingText('5; // five', at('x = |  // five')), '5; ');
});

test('lines that follow are not suggested again', () => {
  assert.equal(leaveFollowingText('\n  baz();\n  bar();\n', at('foo();|\n  bar();\n}', true)), '\n  baz();');
});

test('a next line that merely begins like the end of the suggestion changes nothing', () => {
  assert.equal(leaveFollowingText('bar', at('|\nresult')), 'bar');
});

test('of several ways the longest is taken', () => {
  assert.equal(leaveFollowingText('baa', at('|aa')), 'b');
});

test('a bracket that the suggestion itself opened is not left to what follows', () => {
  assert.equal(leaveFollowingText('f(x)', at('log(|)')), 'f(x)');
  assert.equal(leaveFollowingText(' {\n  a();\n}', at('if (b)|\n}', true)), ' {\n  a();\n}');
});
