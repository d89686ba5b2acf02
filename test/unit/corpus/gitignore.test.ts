import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { find, makeFolder } from './workspace';

/** Folder to the lines of its .gitignore; which of the files git would see; the others. */
interface IgnoreCase {
  readonly about: string;
  readonly rules: Readonly<Record<string, readonly string[]>>;
  readonly seen: readonly string[];
  readonly ignored: readonly string[];
}

/** What git itself (2.39, `git ls-files --others --exclude-standard`) makes of these. */
const CASES: readonly IgnoreCase[] = [
  {
    about: 'a name without slash is ignored at every depth',
    rules: { '': ['out'] },
    seen: ['outer', 'a/b'],
    ignored: ['out/x', 'a/out', 'a/b2/out/y'],
  },
  {
    about: 'a slash at the beginning or in the middle ties a pattern to its folder',
    rules: { '': ['/out', 'doc/old'] },
    seen: ['a/out', 'a/doc/old'],
    ignored: ['out', 'doc/old'],
  },
  {
    about: 'a slash at the end matches folders only',
    rules: { '': ['build/'] },
    seen: ['a/build'],
    ignored: ['build/x', 'b/build/y'],
  },
  {
    about: 'the last pattern decides, so a file can be taken back',
    rules: { '': ['*.log', '!keep.log', '# a comment', ''] },
    seen: ['keep.log', 'a/keep.log'],
    ignored: ['x.log', 'a/y.log'],
  },
  {
    about: 'a file in an ignored folder cannot be taken back',
    rules: { '': ['out/', '!out/keep'] },
    seen: ['a'],
    ignored: ['out/keep', 'out/x'],
  },
  {
    about: 'a file in an ignored folder can be taken back where only its contents are ignored',
    rules: { '': ['out/*', '!out/keep'] },
    seen: ['out/keep'],
    ignored: ['out/x', 'out/deep/y'],
  },
  {
    about: 'an inner file holds for its folder only',
    rules: { a: ['*.txt', '/only'] },
    seen: ['x.txt', 'only', 'b/x.txt', 'a/b/only'],
    ignored: ['a/x.txt', 'a/b/y.txt', 'a/only'],
  },
  {
    about: 'an inner file overrides an outer one',
    rules: { '': ['*.txt', 'sub/'], a: ['!*.txt', '!sub/'] },
    seen: ['a/x.txt', 'a/sub/y.md', 'a/sub/y.txt'],
    ignored: ['x.txt', 'b/x.txt', 'b/sub/y.md', 'sub/y.md'],
  },
  {
    about: 'an inner file can take back a folder that an outer one names by its path',
    rules: { '': ['a/b/'], a: ['!b/', 'b/hidden'] },
    seen: ['a/b/x'],
    ignored: ['a/b/hidden'],
  },
  {
    about: 'stars cross folders only in pairs',
    rules: { '': ['/a/*/c', 'p/**/q', '**/deep/last', 'all/**'] },
    seen: ['a/b/d/c', 'x/p/q', 'all2'],
    ignored: ['a/b/c', 'p/q', 'p/1/2/q', 'z/deep/last', 'all/x', 'all/y/z'],
  },
  {
    about: 'escapes, character classes and spaces at the end mean what they mean in git',
    rules: { '': ['\\!bang', '\\#hash', 'file[0-9]', 'file[!0-9]x', 'blank   ', 'kept\\ '] },
    seen: ['filea', 'file1x', 'kept'],
    ignored: ['!bang', '#hash', 'file7', 'fileax', 'blank', 'kept '],
  },
  {
    about: 'an inner file in a folder with a strange name holds for just that folder',
    rules: { '[ab]': ['x'], 'star*': ['/y'], '!c': ['z'], '#d': ['z'] },
    seen: ['a/x', 'starry/y', 'c/z', 'd/z'],
    ignored: ['[ab]/x', 'star*/y', '!c/z', '#d/z'],
  },
  {
    about: 'blank lines, a single slash and a lone exclamation mark ignore nothing in an inner file',
    rules: { a: ['', '   ', '/', '!', 'x'] },
    seen: ['a/y'],
    ignored: ['a/x'],
  },
  {
    about: 'lines may end as on Windows',
    rules: { '': ['one\r', 'two\r'], a: ['three\r'] },
    seen: ['a/four'],
    ignored: ['one', 'a/two', 'a/three'],
  },
];

describe('.gitignore', { skip: process.platform === 'win32' && 'some of these names cannot be made there' }, () => {
  for (const { about, rules, seen, ignored } of CASES) {
    test(about, async (context) => {
      const ruleFiles = Object.entries(rules).map(([folder, lines]) => [join(folder, '.gitignore'), lines.join('\n')]);
      const files = [...seen, ...ignored].map((path) => [path, 'text']);
      const folder = await makeFolder(context, Object.fromEntries([...ruleFiles, ...files]) as Record<string, string>);
      const found = await find(folder, { exclude: ['**/.gitignore'] });
      assert.deepEqual(found.paths, [...seen].sort());
    });
  }
});

const REPOSITORY = { '.git/HEAD': 'ref: refs/heads/main\n' };

test('.git/info/exclude counts like a .gitignore at the top, and is overruled by one', async (context) => {
  const folder = await makeFolder(context, {
    ...REPOSITORY,
    '.git/info/exclude': '*.private\n*.txt\n',
    'src/.gitignore': '!*.txt',
    'a.private': '',
    'a.txt': '',
    'src/b.txt': '',
  });
  assert.deepEqual((await find(folder, { exclude: ['**/.gitignore'] })).paths, ['src/b.txt']);
});

test('in a folder inside a repository the rules of the folders around it hold', async (context) => {
  const repository = await makeFolder(context, {
    ...REPOSITORY,
    '.git/info/exclude': 'local\n',
    '.gitignore': 'dist/\n/packages/one/generated\n',
    'packages/.gitignore': '*.log\n',
    'packages/one/.gitignore': '!keep.log\n',
    'packages/one/src/a.ts': '',
    'packages/one/dist/a.js': '',
    'packages/one/generated/b.ts': '',
    'packages/one/x.log': '',
    'packages/one/keep.log': '',
    'packages/one/local': '',
  });
  const { paths } = await find(join(repository, 'packages/one'), { exclude: ['.gitignore'] });
  assert.deepEqual(paths, ['keep.log', 'src/a.ts']);
});

test('a folder that is ignored by the repository around it was opened on purpose and is read', async (context) => {
  const repository = await makeFolder(context, {
    ...REPOSITORY,
    '.gitignore': 'scratch/\n*.md\n',
    'scratch/notes.md': '',
    'scratch/.gitignore': 'b.txt\n',
    'scratch/a.txt': '',
    'scratch/b.txt': '',
  });
  assert.deepEqual((await find(join(repository, 'scratch'))).paths, ['.gitignore', 'a.txt', 'notes.md']);
});

test('a repository inside the workspace has its own rules only', async (context) => {
  const folder = await makeFolder(context, {
    ...REPOSITORY,
    '.gitignore': '*.txt\n',
    'inner/.git/HEAD': 'ref: refs/heads/main\n',
    'inner/.git/info/exclude': 'b.md\n',
    'inner/a.txt': '',
    'inner/b.md': '',
    'a.txt': '',
  });
  assert.deepEqual((await find(folder, { exclude: ['.gitignore'] })).paths, ['inner/a.txt']);
});

test('a .gitignore that is a link is not read, as in git', async (context) => {
  const folder = await makeFolder(context, { rules: 'a.txt\n', 'a.txt': '' });
  await symlink('rules', join(folder, '.gitignore'));
  assert.deepEqual((await find(folder)).paths, ['a.txt', 'rules']);
});
