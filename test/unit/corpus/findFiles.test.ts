import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { read, find, makeFolder, textOfCorpus } from './workspace';

const onlyOnUnix = { skip: process.platform === 'win32' && 'Windows has none of these' };

test('hidden files and folders are read like others, version control and installed dependencies are not', async (context) => {
  const folder = await makeFolder(context, {
    '.github/workflows/ci.yml': 'on: push',
    '.editorconfig': 'root = true',
    '.git/HEAD': 'ref: refs/heads/main',
    'node_modules/left-pad/index.js': 'module.exports = pad;',
    'packages/a/node_modules/x/index.js': 'module.exports = x;',
    'vendor/own.ts': 'export {};',
  });
  const { paths, leftOut } = await find(folder);
  assert.deepEqual(paths, ['.editorconfig', '.github/workflows/ci.yml', 'vendor/own.ts']);
  assert.deepEqual(leftOut, { ignored: ['.git', 'node_modules', 'packages/a/node_modules'] });
});

test('the globs of VS Code and of the settings leave out files and whole folders', async (context) => {
  const folder = await makeFolder(context, {
    'src/a.ts': '',
    'src/a.test.ts': '',
    'src/deep/b.test.ts': '',
    'out/c.js': '',
    'deep/out/d.js': '',
    'e.md': '',
  });
  const { paths, leftOut } = await find(folder, {
    folders: [{ path: folder, exclude: ['out'] }],
    exclude: ['**/*.test.ts'],
    include: ['**/*.{ts,js}'],
  });
  assert.deepEqual(paths, ['deep/out/d.js', 'src/a.ts']);
  assert.deepEqual(leftOut, { excluded: ['e.md', 'out', 'src/a.test.ts'] });
});

test('what VS Code hides in one folder of the workspace is still read in another', async (context) => {
  const one = await makeFolder(context, { 'a.txt': '', 'b.txt': '' });
  const two = await makeFolder(context, { 'a.txt': '', 'b.txt': '' });
  const folders = [
    { path: one, exclude: ['a.txt'] },
    { path: two, exclude: ['b.txt'] },
  ];
  assert.deepEqual((await find([], { folders })).paths, ['a.txt', 'b.txt']);
});

test(
  'links are not followed: neither in a circle, nor out of the workspace, nor to nothing',
  onlyOnUnix,
  async (context) => {
    const outside = await makeFolder(context, { 'private.txt': 'outside' });
    const folder = await makeFolder(context, { 'a/real.txt': '' });
    await symlink(folder, join(folder, 'a/circle'));
    await symlink(outside, join(folder, 'out'));
    await symlink(join(outside, 'private.txt'), join(folder, 'file.txt'));
    await symlink('nowhere', join(folder, 'dangling'));
    const { paths, leftOut } = await find(folder);
    assert.deepEqual(paths, ['a/real.txt']);
    assert.deepEqual(Object.keys(leftOut), ['symbolic link']);
  },
);

test('a folder of the workspace may itself be a link', onlyOnUnix, async (context) => {
  const real = await makeFolder(context, { '.gitignore': 'b.txt', 'a.txt': '', 'b.txt': '' });
  const links = await makeFolder(context);
  await symlink(real, join(links, 'workspace'));
  assert.deepEqual((await find(join(links, 'workspace'))).paths, ['.gitignore', 'a.txt']);
});

test('pipes and sockets are counted and never opened', onlyOnUnix, async (context) => {
  const folder = await makeFolder(context, { 'a.txt': 'text' });
  execFileSync('mkfifo', [join(folder, 'pipe'), join(folder, '.gitignore')]);
  const server = createServer().listen(join(folder, 'socket'));
  context.after(() => new Promise((resolve) => server.close(resolve)));
  await new Promise((resolve) => server.once('listening', resolve));

  assert.deepEqual((await find(folder)).leftOut, { unreadable: ['.gitignore', 'pipe', 'socket'] });
  assert.equal(textOfCorpus(await read(folder)), 'text');
});

test('names may hold line breaks, spaces, brackets and any script', onlyOnUnix, async (context) => {
  const names = [
    'a\nb.txt',
    ' leading',
    'trailing ',
    '[id]/(group)/{x}.txt',
    'naïve/日本語.txt',
    '*?',
    '!bang',
    '#hash',
    '~',
  ];
  const folder = await makeFolder(context, Object.fromEntries(names.map((name) => [name, `text of ${name}`])));
  assert.deepEqual((await find(folder)).paths, [...names].sort());
  assert.equal((await read(folder)).summary.files, names.length);
});

test('a very deep folder is walked', async (context) => {
  const deep = Array.from({ length: 400 }, () => 'd').join('/');
  const { paths } = await find(await makeFolder(context, { [`${deep}/a.txt`]: '' }));
  assert.deepEqual(paths, [`${deep}/a.txt`]);
});

test('what tends to hold secrets is left out, folders too, unless a setting asks for it', async (context) => {
  const files = { '.env': '', '.ssh/config': '', id_rsa: '', 'src/tokenizer.ts': '' };
  const folder = await makeFolder(context, files);
  const { paths, leftOut } = await find(folder);
  assert.deepEqual(paths, ['src/tokenizer.ts']);
  assert.deepEqual(leftOut, { secret: ['.env', '.ssh', 'id_rsa'] });
  assert.deepEqual((await find(folder, { excludeSecrets: false })).paths, Object.keys(files).sort());
});

test('lock files, pictures and bundles are left out by name', async (context) => {
  const folder = await makeFolder(context, { 'yarn.lock': '', 'logo.PNG': '', 'app.min.js': '', readme: '' });
  const { paths, leftOut } = await find(folder);
  assert.deepEqual(paths, ['readme']);
  assert.deepEqual(leftOut, { 'lock file': ['yarn.lock'], binary: ['logo.PNG'], generated: ['app.min.js'] });
});
