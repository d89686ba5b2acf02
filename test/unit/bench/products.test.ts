import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operationsIn, productsOf, productSteps } from '../../bench/products';
import { workloadOf } from '../../bench/workload';

test('an iteration costs 6 operations a matrix parameter and character, and 12·width·context a character and layer', () => {
  // Batch 16, context 64, width 128, 4 layers, vocabulary 96; embeddings are looked up, not multiplied.
  const parameters = 4 * (3 + 1 + 4 + 4) * 128 * 128 + 96 * 128;
  const characters = 16 * 64;
  const expected = 6 * parameters * characters + 12 * 128 * 64 * characters * 4;
  assert.equal(operationsIn(productsOf(workloadOf('notebook'))), expected);
});

test('the products of an iteration run in ONNX Runtime', async () => {
  const small = workloadOf('fast', { batchSize: 2, contextLength: 8, embeddingWidth: 16, heads: 2, layers: 1 });
  const run = await productSteps(productsOf(small), 1);
  assert.equal((await run(3)).length, 3);
});
