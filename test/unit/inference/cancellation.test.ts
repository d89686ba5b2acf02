import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { DEFAULT_CORPUS_OPTIONS } from '../../../src/corpus/types';
import { CancelledError } from '../../../src/errors';
import { InferenceProcess } from '../../../src/inference/inferenceProcess';
import type { SuggestRequest, Suggestion } from '../../../src/inference/types';
import { BuiltChild } from './builtChild';
import { SHAKESPEARE } from './shakespeare';

const REQUESTS = 50;
const IN_THE_MIDDLE = 8;
/** Takes long: every character is computed, however improbable. */
const LONG: SuggestRequest = {
  prefix: 'What say ',
  suffix: '',
  maxCharacters: 1000,
  minCharacters: 1,
  minProbability: 0,
  wrongCost: 0,
  multiline: true,
};
/** Whose the suggestions are. */
const SUGGESTERS = [
  { who: 'the model', hasModel: true, hasMemory: false },
  { who: 'the memory', hasModel: false, hasMemory: true },
  { who: 'both', hasModel: true, hasMemory: true },
] as const;

let child: BuiltChild;
let inference: InferenceProcess;
let folder: string;

before(() => {
  child = new BuiltChild();
});
after(() => child.remove());

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'mygpt-cancellation-'));
  writeFileSync(path.join(folder, 'play.txt'), 'What say you to a piece of beef and mustard?\n'.repeat(400));
  inference = InferenceProcess.startEmpty({ script: child.script, onCrash: () => undefined });
});
afterEach(() => {
  inference.dispose();
  rmSync(folder, { recursive: true });
});

async function prepare({ hasModel, hasMemory }: (typeof SUGGESTERS)[number]): Promise<void> {
  if (hasModel) await inference.reload(SHAKESPEARE);
  if (hasMemory) {
    await inference.remember({ ...DEFAULT_CORPUS_OPTIONS, folders: [{ path: folder, exclude: [] }] });
  }
  await inference.suggest(LONG); // to warm up
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly milliseconds: number }> {
  const begin = performance.now();
  const result = await work();
  return { result, milliseconds: performance.now() - begin };
}

/** Resolves when the process has heard everything that was said before. */
async function heard(): Promise<void> {
  await inference.tell({ type: 'close', path: 'untitled:none' });
}

/** As the editor does: each request cancels the one before. Returns the last one's answer. */
async function askAgainAndAgain(): Promise<Suggestion> {
  let cancelling = new AbortController();
  for (let request = 1; request < REQUESTS; request++) {
    const superseded = assert.rejects(inference.suggest(LONG, cancelling.signal), CancelledError);
    await setImmediate(); // until it is sent
    cancelling.abort();
    await superseded;
    cancelling = new AbortController();
  }
  return await inference.suggest(LONG, cancelling.signal);
}

for (const suggester of SUGGESTERS) {
  test(`requests to ${suggester.who} that are cancelled in the middle are computed no further`, async () => {
    await prepare(suggester);
    const alone = await timed(() => inference.suggest(LONG));
    const cancelling = new AbortController();
    const cancelled = Array.from({ length: IN_THE_MIDDLE }, () =>
      assert.rejects(inference.suggest(LONG, cancelling.signal), CancelledError),
    );
    await heard();
    cancelling.abort();
    await Promise.all(cancelled);
    const next = await timed(() => inference.suggest(LONG));
    const most = (IN_THE_MIDDLE / 2) * alone.milliseconds;
    assert.ok(next.milliseconds < most, `${next.milliseconds} ms, alone ${alone.milliseconds} ms`);
  });

  test(`requests to ${suggester.who} do not queue up: of fifty, the last is answered as if it were the only one`, async () => {
    await prepare(suggester);
    const alone = await timed(() => inference.suggest(LONG));
    const last = await timed(askAgainAndAgain);
    assert.deepEqual(last.result, alone.result);
    const most = (REQUESTS / 10) * alone.milliseconds;
    assert.ok(last.milliseconds < most, `${last.milliseconds} ms, alone ${alone.milliseconds} ms`);
  });
}
