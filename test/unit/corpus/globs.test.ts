import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchGlobs } from '../../../src/corpus/globs';
import { UserError } from '../../../src/errors';

/** Glob; paths that it matches; paths that it does not. */
const CASES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['**/*', ['a', 'a/b', '.hidden/.file', 'a\nb/c', '\n'], []],
  ['**', ['a', 'a/b'], []],
  ['**/node_modules', ['node_modules', 'a/node_modules', 'a/node_modules/b/c'], ['node_modules2', 'a/b']],
  ['out', ['out', 'out/a', 'out/a/b'], ['a/out', 'outer']],
  ['out/', ['out', 'out/a'], ['a/out']],
  ['./out', ['out/a'], ['a/out']],
  ['/out', ['out/a'], ['a/out']],
  ['src/**', ['src/a', 'src/a/b', 'src/.hidden'], ['a/src/b']],
  ['*.js', ['a.js', '.a.js'], ['b/a.js', 'a.jsx']],
  ['**/*.{ts,tsx}', ['a.ts', 'b/c.tsx'], ['a.js', 'ts']],
  ['**/[0-9]?', ['12', 'a/3x'], ['123', 'ab']],
  ['[!a]*', ['b', '!'], ['a', 'ab']],
  ['app/(group)/*', ['app/(group)/x'], ['app/group/x']],
  ['!a', ['!a'], ['b']],
  ['a+(b)', ['a+(b)'], ['ab', 'abb']],
  ['a|b', ['a|b'], ['a', 'b']],
  ['', [], ['a', '']],
];

for (const [glob, matched, others] of CASES) {
  test(`the glob ${JSON.stringify(glob)} means what it means in VS Code`, () => {
    const matches = matchGlobs([glob]);
    for (const path of matched) assert.ok(matches(path), JSON.stringify(path));
    for (const path of others) assert.ok(!matches(path), JSON.stringify(path));
  });
}

test('any of several globs may match, and none of none does', () => {
  assert.ok(matchGlobs(['a', 'b'])('b'));
  assert.ok(!matchGlobs([])('b'));
});

test('a glob beyond all measure is a mistake that is named', () => {
  assert.throws(() => matchGlobs(['a'.repeat(100_000)]), UserError);
});
