import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { decodeCheckpoint } from '../../../src/model/checkpoint';
import { readModelFolder } from '../../../src/model/folder';
import { createSession, loadRuntime } from '../../../src/model/runtime';
import { Random } from '../../../src/random';
import { OnnxRuntimeEngine } from '../../../src/training/engines/onnxruntime';
import { PYTORCH_ADAMW } from '../../../src/training/optimizers/recipe';
import { SHAKESPEARE } from '../inference/shakespeare';

const BATCH = 4;
const text = readFileSync(path.join(__dirname, '../../fixtures/tinyshakespeare.txt'), 'utf8');

test("on a trained model, model.onnx and the training engine agree: the training graph's milder mask loses nothing", async () => {
  const { configuration, vocabulary, onnx, safetensors } = await readModelFolder(SHAKESPEARE);
  const parameters = decodeCheckpoint(safetensors, configuration);
  const { context_length: time, vocab_size } = configuration;
  const random = new Random(3);
  const starts = Array.from({ length: BATCH }, () => random.integer(text.length - time - 1));
  const ids = (offset: number) =>
    BigInt64Array.from(
      starts.flatMap((start) => vocabulary.encode(text.slice(start + offset, start + offset + time))),
      BigInt,
    );
  const batch = { tokens: ids(0), targets: ids(1) };

  const zeros = () => new Float32Array(parameters.length);
  const state = { parameters, firstMoment: zeros(), secondMoment: zeros(), step: 0 };
  const engine = await OnnxRuntimeEngine.create(
    configuration,
    { batchSize: BATCH, optimizer: PYTORCH_ADAMW },
    state,
    1,
  );
  const engineLoss = await engine.evaluate(batch);

  const { Tensor } = await loadRuntime();
  const session = await createSession(onnx, { threads: 1 });
  const past = new Tensor('float32', new Float32Array(0), [4, 2, BATCH, 8, 0, 16]);
  const { logits } = await session.run({ tokens: new Tensor('int64', batch.tokens, [BATCH, time]), past });
  const rows = logits?.data as Float32Array;
  const losses = [...batch.targets].map((target, row) => {
    const scores = rows.subarray(row * vocab_size, (row + 1) * vocab_size);
    return Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - (scores[Number(target)] ?? NaN);
  });
  const exportedLoss = losses.reduce((a, b) => a + b, 0) / losses.length;

  assert.ok(Math.abs(engineLoss - exportedLoss) < 1e-4, `${engineLoss} and ${exportedLoss}`);
  assert.ok(engineLoss < 2, 'it is the trained model that was measured');
});
