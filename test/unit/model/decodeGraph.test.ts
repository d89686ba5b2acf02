import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor } from 'onnxruntime-node';
import { Vocabulary } from '../../../src/corpus/vocabulary';
import { exportModel } from '../../../src/model/decodeGraph';
import { createSession, loadRuntime } from '../../../src/model/runtime';
import { everyReference, type PyTorchReference } from './pytorchReference';

const VOCABULARY = new Vocabulary(['\n', 'a', 'b', 'c', 'd', 'e', 'f']);

/** Reads a reference's batch with its model.onnx, in parts of these lengths, one after the other. */
async function logitsInParts(
  { configuration, batch, parameters }: PyTorchReference,
  parts: readonly number[],
): Promise<Float32Array> {
  const { Tensor } = await loadRuntime();
  const { n_layer, n_head, d_embed, context_length: time, vocab_size } = configuration;
  const session = await createSession(exportModel(configuration, VOCABULARY, parameters()), { threads: 1 });
  const all = new Float32Array(batch.size * time * vocab_size);
  let past: Tensor = new Tensor('float32', [], [n_layer, 2, batch.size, n_head, 0, d_embed / n_head]);
  let start = 0;
  for (const length of parts) {
    const windows = Array.from({ length: batch.size }, (_, row) => row * time + start);
    const ids = windows.flatMap((window) => [...batch.tokens.subarray(window, window + length)]);
    const tokens = new Tensor('int64', BigInt64Array.from(ids), [batch.size, length]);
    const { logits, present } = await session.run({ tokens, past });
    assert.ok(logits?.data instanceof Float32Array && present);
    for (const [row, window] of windows.entries()) {
      const ofRow = logits.data.subarray(row * length * vocab_size, (row + 1) * length * vocab_size);
      all.set(ofRow, window * vocab_size);
    }
    past = present;
    start += length;
  }
  return all;
}

function crossEntropy(logits: Float32Array, targets: BigInt64Array, size: number): number {
  const losses = [...targets].map((target, row) => {
    const scores = logits.subarray(row * size, (row + 1) * size);
    return Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - (scores[Number(target)] ?? NaN);
  });
  return losses.reduce((a, b) => a + b, 0) / losses.length;
}

for (const [name, reference] of everyReference) {
  test(`model.onnx of the ${name} model predicts what PyTorch predicts`, async () => {
    const logits = await logitsInParts(reference, [reference.configuration.context_length]);
    const loss = crossEntropy(logits, reference.batch.targets, reference.configuration.vocab_size);
    assert.ok(Math.abs(loss - (reference.losses[0] ?? NaN)) < 1e-6, `loss ${loss}`);
  });

  for (const parts of [
    [1, 1, 1, 1, 1, 1],
    [1, 5],
    [3, 3],
    [4, 1, 1],
    [2, 3, 1],
  ]) {
    test(`the ${name} model reads ${parts.join(' + ')} characters with its cache as it reads all at once`, async () => {
      const whole = await logitsInParts(reference, [reference.configuration.context_length]);
      const inParts = await logitsInParts(reference, parts);
      inParts.forEach((logit, index) => assert.ok(Math.abs(logit - (whole[index] ?? NaN)) < 1e-5));
    });
  }
}
