import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { someShakespeare } from '../training/textFolder';
import { CommandLine, RunningCommand } from './commandLine';

const canIsolate = spawnSync('unshare', ['--map-root-user', '--net', 'true']).status === 0;
const skip = !canIsolate && 'needs network namespaces';

const PROTOCOLS = ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6'] as const;
const MILLISECONDS_BETWEEN_LOOKS = 20;

let mygpt: CommandLine;
before(() => {
  mygpt = new CommandLine();
  mygpt.write('text/play.txt', someShakespeare(20_000));
  mygpt.write('draft.txt', 'To be, or not to b');
});
after(() => mygpt.remove());

/**
 * The sockets of a command's network, which are those of all its processes: each a line of the system's. None while it is
 * about to leave the network of the test.
 */
function socketsOf({ pid }: RunningCommand): string[] {
  if (networkOf(`${pid}`) === networkOf('self')) return [];
  return PROTOCOLS.flatMap((protocol) => {
    const [, ...sockets] = orNothing(() => readFileSync(`/proc/${pid}/net/${protocol}`, 'utf8'))
      .trimEnd()
      .split('\n');
    return sockets;
  });
}

/** What tells a process's network from others. */
function networkOf(pid: string): string {
  return orNothing(() => readlinkSync(`/proc/${pid}/ns/net`));
}

/** Nothing, once the process has ended. */
function orNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

/** Runs a command that must succeed where there is no network, and must not look for one. */
async function runOffline(...args: readonly string[]): Promise<string> {
  const command = mygpt.startOffline(...args);
  const sockets = new Set<string>();
  let isRunning = true;
  const watch = async () => {
    while (isRunning) {
      for (const socket of socketsOf(command)) sockets.add(socket);
      await delay(MILLISECONDS_BETWEEN_LOOKS);
    }
  };
  const watching = watch();
  const { code, stdout, stderr } = await command.ended;
  isRunning = false;
  await watching;
  assert.equal(code, 0, stderr);
  assert.deepEqual([...sockets], []);
  return stdout;
}

test('training, completing, predicting and generating need no network, and open no socket', { skip }, async () => {
  const model = mygpt.path('model');
  await runOffline('train', mygpt.path('text'), '--out', model, '--steps', '10', '--context', '16');
  await runOffline('complete', '--model', model, '--prefix-file', mygpt.path('draft.txt'));
  await runOffline('predict', '--model', model, '--prompt', 'To be');
  const text = await runOffline('generate', '--model', model, '--prompt', 'To be', '--length', '20');
  assert.equal([...text].length, 20);
});

test('a socket would be seen', { skip }, async () => {
  const server = "require('node:net').createServer().listen(0, '127.0.0.1', () => console.log('listening'))";
  const command = new RunningCommand('-e', [server], {}, ['unshare', '--map-root-user', '--net']);
  await command.printed(/listening/);
  assert.equal(socketsOf(command).length, 1);
  command.signal('SIGTERM');
  await command.ended;
});
