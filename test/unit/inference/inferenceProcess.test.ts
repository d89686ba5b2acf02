import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { CancelledError, UserError } from '../../../src/errors';
import { type Crash, InferenceProcess } from '../../../src/inference/inferenceProcess';
import { LocalLanguageModel } from '../../../src/inference/localLanguageModel';
import type { GenerateRequest, SuggestRequest } from '../../../src/inference/types';
import { BuiltChild } from './builtChild';
import { ORACLE, SHAKESPEARE } from './shakespeare';

const MISSING = `${SHAKESPEARE}-missing`;
const GENERATE: GenerateRequest = { prompt: 'O', length: 40, temperature: 0, topK: 0, seed: 1 };
const ENDLESS: GenerateRequest = { ...GENERATE, length: 1e9 };
/** Takes about a second: time enough for a crash in the middle. */
const LONG: SuggestRequest = {
  prefix: 'O',
  suffix: '',
  maxCharacters: 1000,
  minCharacters: 1,
  minProbability: 0,
  wrongCost: 0,
  multiline: true,
};

let child: BuiltChild;
let inference: InferenceProcess;
let crashes: Crash[];

before(() => {
  child = new BuiltChild();
});
after(() => child.remove());

beforeEach(async () => {
  crashes = [];
  inference = await InferenceProcess.start(SHAKESPEARE, {
    script: child.script,
    onCrash: (crash) => crashes.push(crash),
  });
});
afterEach(() => inference.dispose());

function kill(): void {
  process.kill(child.processId, 'SIGKILL');
}

async function generate(request: GenerateRequest): Promise<string> {
  let text = '';
  await inference.generate(request, (piece) => (text += piece));
  return text;
}

test('a model in a process of its own answers as one in this process does', async () => {
  const local = await LocalLanguageModel.load(SHAKESPEARE);
  assert.notEqual(child.processId, process.pid);
  assert.deepEqual(inference.information, local.information);
  assert.deepEqual(await inference.predict('the', 5), await local.predict('the', 5));
  const request = { ...LONG, maxCharacters: 20 };
  assert.deepEqual(await inference.suggest(request), await local.suggest(request));
  assert.equal(await generate(GENERATE), ORACLE[3]?.greedy40);
});

test('calls run beside each other', async () => {
  const cancelling = new AbortController();
  const endless = inference.generate(ENDLESS, () => undefined, cancelling.signal);
  assert.equal((await inference.predict('the', 1))[0]?.character, ' ');
  cancelling.abort();
  await assert.rejects(endless, CancelledError);
});

test('a call is cancelled while it runs, and before it began', async () => {
  const cancelling = new AbortController();
  await assert.rejects(
    inference.generate(ENDLESS, () => cancelling.abort(), cancelling.signal),
    CancelledError,
  );
  await assert.rejects(inference.suggest(LONG, cancelling.signal), CancelledError);
  assert.deepEqual(crashes, []);
});

test('a suggestion that a crash interrupted is answered after all, by a new process', async () => {
  const first = child.processId;
  const interrupted = inference.suggest(LONG);
  kill();
  const local = await LocalLanguageModel.load(SHAKESPEARE);
  assert.deepEqual(await interrupted, await local.suggest(LONG));
  assert.notEqual(child.processId, first);
  assert.deepEqual(
    crashes.map(({ message, restarts }) => [message, restarts]),
    [['The process that computes the model was ended by SIGKILL, and is started again.', true]],
  );
});

test('a text that a crash cut off fails with its cause, and the next request is answered', async () => {
  await assert.rejects(
    inference.generate(ENDLESS, () => kill()),
    { message: 'The process that computes the model was ended by SIGKILL.' },
  );
  assert.equal(await generate(GENERATE), ORACLE[3]?.greedy40);
});

test('after five crashes in three minutes it stays down and says so, until a model is loaded anew', async () => {
  for (let crash = 1; crash <= 4; crash++) {
    kill();
    await inference.predict('the', 1);
  }
  kill();
  await assert.rejects(inference.predict('the', 1), {
    name: 'UserError',
    message:
      'The process that computes the model has crashed too often and stays down (the last time it was ended by SIGKILL). Reload the window to try again.',
  });
  assert.deepEqual(
    crashes.map(({ restarts }) => restarts),
    [true, true, true, true, false],
  );

  await inference.reload(SHAKESPEARE);
  assert.equal((await inference.predict('the', 1)).length, 1);
});

test('a reload swaps the model in the same process, which finishes what it was asked', async () => {
  const first = child.processId;
  const local = await LocalLanguageModel.load(SHAKESPEARE);
  const asked = inference.suggest(LONG);
  await inference.reload(SHAKESPEARE);
  assert.equal(child.processId, first);
  assert.deepEqual(await asked, await local.suggest(LONG));
  assert.equal((await inference.predict('the', 1)).length, 1);
  assert.deepEqual(crashes, []);
});

test('a model that cannot be loaded is refused by name, and the present one goes on', async () => {
  await assert.rejects(inference.reload(MISSING), UserError);
  assert.equal(inference.information.folder, SHAKESPEARE);
  assert.equal((await inference.predict('the', 1)).length, 1);
  await assert.rejects(
    InferenceProcess.start(MISSING, { script: child.script, onCrash: () => undefined }),
    (error) => error instanceof UserError && error.message.includes(MISSING),
  );
});

test('what waits for an answer when all ends is cancelled, and no crash is told', async () => {
  const waiting = inference.suggest(LONG);
  inference.dispose();
  await assert.rejects(waiting, CancelledError);
  await assert.rejects(inference.predict('the', 1), CancelledError);
  await assert.rejects(inference.reload(SHAKESPEARE), CancelledError);
  assert.deepEqual(crashes, []);
});
