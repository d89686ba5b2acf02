import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { packageFile, ROOT } from '../host/paths.mjs';
import { unpackZip } from './zip';

// WebAssembly is the same on every machine, so the package for a Mac with an Intel processor can be run on this one.
const folder = mkdtempSync(path.join(os.tmpdir(), 'mygpt-package-'));
after(() => rmSync(folder, { recursive: true }));
const at = (...names: readonly string[]) => path.join(folder, ...names);

/** Runs the packaged `mygpt`. */
async function run(...args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const env = { ...process.env, NODE_PATH: '' };
  return promisify(execFile)(process.execPath, [at('mygpt/dist/cli.js'), ...args], { env, timeout: 180_000 });
}

test('the package without native code trains, and completes text with what it has learnt', async () => {
  unpackZip(packageFile('darwin-x64'), 'extension/', at('mygpt'));
  const shakespeare = readFileSync(path.join(ROOT, 'test/fixtures/tinyshakespeare.txt'), 'utf8').slice(0, 30_000);
  writeFileSync(at('text.txt'), shakespeare);
  writeFileSync(at('prefix.txt'), 'KING RICHARD II:\nMy gracious sovereign, my noble Glouces');

  const training = ['--steps', '20', '--context', '16', '--evaluate-every', '20', '--threads', '1'];
  const { stderr } = await run('train', folder, '--out', at('model'), ...training, '--json');
  assert.match(stderr, /ONNX Runtime .*; it computes in WebAssembly/);

  const trained = await run('predict', '--model', at('model'), '--prompt', 'th', '--json');
  assert.ok((JSON.parse(trained.stdout) as unknown[]).length > 0);
  const shipped = at('mygpt/models/shakespeare');
  const { stdout } = await run('complete', '--model', shipped, '--prefix-file', at('prefix.txt'));
  assert.match(stdout, /^ter/);
});
