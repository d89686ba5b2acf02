import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import path from 'node:path';
import { test } from 'node:test';
import { describeExit, forkProcess, type MessageProcess, type ProcessExit } from '../../../src/processes';

const SCRIPT = path.join(__dirname, 'echoProcess.mjs');

interface StartedProcess {
  readonly child: MessageProcess;
  /** The first message after it said that it is ready. */
  readonly reply: Promise<unknown>;
  readonly exit: Promise<ProcessExit>;
}

async function start(script = SCRIPT): Promise<StartedProcess> {
  const events = new EventEmitter();
  const [ready, reply, exit] = ['ready', 'reply', 'exit'].map((name) =>
    once(events, name).then(([value]): unknown => value),
  );
  const child = forkProcess(script, {
    onMessage: (message) => events.emit(message === 'ready' ? 'ready' : 'reply', message),
    onExit: (end) => events.emit('exit', end),
  });
  await Promise.race([ready, exit]);
  return { child, reply: Promise.resolve(reply), exit: exit as Promise<ProcessExit> };
}

test('what a process is sent arrives as it was, undefined and infinite numbers included', async () => {
  const { child, reply, exit } = await start();
  const message = { missing: undefined, infinite: Infinity, numbers: new Float32Array([1, 2]) };
  child.send(message);
  assert.deepEqual(await reply, message);
  child.dispose();
  assert.equal((await exit).signal, 'SIGTERM');
});

test('a process that throws is explained by its error', async () => {
  const { child, exit } = await start();
  child.send('throw');
  const end = await exit;
  assert.match(end.lastWords, /at process/);
  assert.equal(describeExit(end), 'ended with code 1 (TypeError: told to throw)');
});

test('a process that ends by itself or is killed is explained by its code or signal', async () => {
  const first = await start();
  first.child.send('exit');
  assert.equal(describeExit(await first.exit), 'ended with code 3');

  const second = await start();
  process.kill(second.child.id ?? 0, 'SIGKILL');
  assert.equal(describeExit(await second.exit), 'was ended by SIGKILL');
});

test('a script that is not there is explained, and sending to its process does nothing', async () => {
  const { child, exit } = await start(path.join(__dirname, 'missing.mjs'));
  assert.match(describeExit(await exit), /^ended with code 1 \(Error: Cannot find module .*missing\.mjs/);
  child.send('too late');
  child.dispose();
});
