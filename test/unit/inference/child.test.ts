import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import type { InferenceReply, InferenceRequest } from '../../../src/inference/protocol';
import { BuiltChild } from './builtChild';
import { SHAKESPEARE } from './shakespeare';

let built: BuiltChild;
before(() => {
  built = new BuiltChild();
});
after(() => built.remove());

function start(): ChildProcess {
  return fork(built.script, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
}

async function ask(child: ChildProcess, request: InferenceRequest): Promise<InferenceReply> {
  child.send(request);
  const [reply] = (await once(child, 'message')) as [InferenceReply];
  return reply;
}

test('the process ends when its parent goes away, even in the middle of a text', async () => {
  const child = start();
  await ask(child, { type: 'load', id: 1, question: { folder: SHAKESPEARE } });
  const question = { prompt: 'O', length: 1e9, temperature: 1, topK: 0, seed: 1 };
  assert.equal((await ask(child, { type: 'generate', id: 2, question })).type, 'text');
  child.disconnect();
  const [code] = (await once(child, 'exit')) as [number];
  assert.equal(code, 0);
});

test('a cancelled text ends in the process itself, after at most a few characters', async () => {
  const child = start();
  await ask(child, { type: 'load', id: 1, question: { folder: SHAKESPEARE } });
  const question = { prompt: 'O', length: 1e9, temperature: 1, topK: 0, seed: 1 };
  let reply = await ask(child, { type: 'generate', id: 2, question });
  child.send({ type: 'cancel', id: 2 });
  while (reply.type === 'text') [reply] = (await once(child, 'message')) as [InferenceReply];
  assert.deepEqual(reply, { type: 'failure', id: 2, message: 'Cancelled.', kind: 'cancelled' });
  child.disconnect();
});

test('a question before a model is loaded fails, and the process lives on', async () => {
  const child = start();
  const reply = await ask(child, { type: 'predict', id: 1, question: { prompt: 'O', top: 3 } });
  assert.deepEqual(reply, { type: 'failure', id: 1, message: 'Asked before a model was loaded.', kind: 'defect' });
  assert.equal((await ask(child, { type: 'load', id: 2, question: { folder: SHAKESPEARE } })).type, 'answer');
  child.disconnect();
});

test('a message that is none of the protocol ends the process with a word why', async () => {
  const child = start();
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.send({ type: 'suggest', id: 1, question: { prefix: 7 } });
  const [code] = (await once(child, 'close')) as [number];
  assert.equal(code, 1);
  assert.match(errors, /Error: Not a request: \{"type":"suggest","id":1/);
});
