import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Vocabulary } from '../../../src/corpus/vocabulary';
import { Decoder, type DecoderState } from '../../../src/inference/decoder';
import type { Decoded, DecodeSession, KeyValueCache } from '../../../src/inference/session';
import { openShakespeare } from './shakespeare';

const TEXT =
  'First Citizen:\nBefore we proceed any further, hear me speak.\n\nAll:\nSpeak, speak.\n\nFirst Citizen:\nYou are';

let session: DecodeSession;
let tokens: readonly number[];
before(async () => {
  const shakespeare: { session: DecodeSession; vocabulary: Vocabulary } = await openShakespeare();
  session = shakespeare.session;
  tokens = shakespeare.vocabulary.encode(TEXT);
});

/** Passes everything on to a real session, and notes how many tokens were read at each run. */
class CountingSession implements DecodeSession {
  readonly runs: number[] = [];
  constructor(private readonly inner: DecodeSession) {}
  get configuration(): DecodeSession['configuration'] {
    return this.inner.configuration;
  }
  run(read: readonly number[], past?: KeyValueCache): Promise<Decoded> {
    this.runs.push(read.length);
    return this.inner.run(read, past);
  }
}

function assertSameLogits(actual: DecoderState, expected: DecoderState): void {
  assert.equal(actual.logits.length, expected.logits.length);
  actual.logits.forEach((logit, token) => assert.ok(Math.abs(logit - (expected.logits[token] ?? NaN)) < 1e-4));
}

test('reading token by token with the cache gives what reading all at once gives', async () => {
  const decoder = new Decoder(session);
  let state = await decoder.read(tokens.slice(0, 1));
  for (let read = 2; read <= 64; read++) {
    state = await decoder.next(state, tokens[read - 1] ?? -1);
    if (read % 9 === 1) assertSameLogits(state, await decoder.read(tokens.slice(0, read)));
  }
  assert.deepEqual(state.tokens, tokens.slice(0, 64));
});

test('past the context length the exact decoder sees exactly the last window', async () => {
  const decoder = new Decoder(session);
  const state = await decoder.next(await decoder.read(tokens.slice(0, 64)), tokens[64] ?? -1);
  assert.deepEqual(state.tokens, tokens.slice(1, 65));
  assertSameLogits(state, await decoder.read(tokens.slice(1, 65)));
});

test('the fast decoder reads half a window when it is full, and single tokens otherwise', async () => {
  const counting = new CountingSession(session);
  const decoder = Decoder.fast(counting);
  let state = await decoder.read(tokens.slice(0, 32));
  for (const token of tokens.slice(32, 66)) state = await decoder.next(state, token);
  assert.deepEqual(counting.runs, [32, ...Array<number>(32).fill(1), 32, 1]);
  assert.deepEqual(state.tokens, tokens.slice(33, 66));
});

test('typing on reads only what was typed', async () => {
  const counting = new CountingSession(session);
  const decoder = Decoder.fast(counting);
  const before = await decoder.read(tokens.slice(0, 50));
  // The text that is handed over can slide too: only its end matters.
  const after = await decoder.resume(before, tokens.slice(10, 53));
  assert.deepEqual(counting.runs, [32, 3]);
  assert.deepEqual(after.tokens, tokens.slice(18, 53));
  assertSameLogits(after, await new Decoder(session).read(tokens.slice(18, 53)));
  assert.equal(await decoder.resume(after, tokens.slice(0, 53)), after);
});

test('a text that does not go on from what was read is read anew', async () => {
  const counting = new CountingSession(session);
  const decoder = Decoder.fast(counting);
  const before = await decoder.read(tokens.slice(0, 50));
  await decoder.resume(before, tokens.slice(0, 49));
  await decoder.resume(before, tokens.slice(3, 40));
  assert.deepEqual(counting.runs, [32, 32, 32]);
});

test('what was read is not gone on from when the window would overflow', async () => {
  const counting = new CountingSession(session);
  const decoder = Decoder.fast(counting);
  await decoder.resume(await decoder.read(tokens.slice(0, 50)), tokens.slice(0, 83));
  assert.deepEqual(counting.runs, [32, 32]);
});

test('a few characters that were once a whole text are not taken for all there is', async () => {
  const counting = new CountingSession(session);
  const decoder = Decoder.fast(counting);
  const short = await decoder.read(tokens.slice(60, 63));
  const state = await decoder.resume(short, tokens.slice(0, 63));
  assert.deepEqual(state.tokens, tokens.slice(31, 63));
});
