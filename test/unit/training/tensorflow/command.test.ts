import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { CancelledError } from '../../../../src/errors';
import { CommandError, runCommand } from '../../../../src/training/engines/tensorflow/installation/command';
import { until } from '../../../host/until';

function run(command: string, args: readonly string[], signal = new AbortController().signal): Promise<string> {
  return runCommand(command, args, { folder: tmpdir(), environment: process.env, signal });
}

function script(source: string, signal?: AbortSignal): Promise<string> {
  return run(process.execPath, ['-e', source], signal);
}

test('what a program says is returned', async () => {
  assert.equal(await script("process.stdout.write('words')"), 'words');
});

test('a program that fails is told by its reason, with all that it said as the cause', async () => {
  const npm = 'npm error code E404\nnpm error 404 Not Found\nnpm error A complete log of this run';
  await assert.rejects(script(`console.error(${JSON.stringify(npm)}); process.exit(1)`), (error) => {
    assert.ok(error instanceof CommandError);
    assert.match(error.message, /^node failed: 404 Not Found$/);
    assert.equal(error.cause, `${npm}\n`);
    return true;
  });
});

test('a program that is not there is one that the user can install', async () => {
  await assert.rejects(run('no-such-program', []), { name: 'UserError', message: /^no-such-program was not found/ });
});

test('a cancelled program ends with everything that it started', async () => {
  const controller = new AbortController();
  const grandchild = `setInterval(() => undefined, 1000)`;
  const source = `
    const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}]);
    require('node:fs').writeFileSync(process.argv[1], String(child.pid));
    setInterval(() => undefined, 1000);`;
  const note = path.join(mkdtempSync(path.join(tmpdir(), 'mygpt-command-')), 'process');
  const running = run(process.execPath, ['-e', source, note], controller.signal);
  const processId = await until('it has started another', () => existsSync(note) && Number(readFileSync(note, 'utf8')));
  controller.abort();
  await assert.rejects(running, CancelledError);
  await until('the other has ended', () => !isAlive(processId));
  rmSync(path.dirname(note), { recursive: true });
});

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}
