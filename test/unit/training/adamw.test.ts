import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OnnxRuntimeEngine } from '../../../src/training/engines/onnxruntime';
import { flatVector, reference, referenceBatch, referenceRecipe } from '../model/pytorchReference';

test("three updates lead where PyTorch's AdamW leads, with the same losses on the way", async () => {
  const parameters = flatVector(reference.parameters);
  const zeros = () => new Float32Array(parameters.length);
  const state = { parameters, firstMoment: zeros(), secondMoment: zeros(), step: 0 };
  const engine = await OnnxRuntimeEngine.create(reference.configuration, referenceRecipe, state, 1);

  for (const expected of reference.losses) {
    const loss = await engine.step(referenceBatch, reference.learningRate);
    assert.ok(Math.abs(loss - expected) < 1e-5, `loss ${loss} instead of ${expected}`);
  }
  const after = await engine.state();
  assert.equal(after.step, reference.losses.length);
  const expected = flatVector(reference.parametersAfter);
  const largest = after.parameters.reduce(
    (most, value, index) => Math.max(most, Math.abs(value - (expected[index] ?? NaN))),
    0,
  );
  assert.ok(largest < 1e-4, `parameters differ by up to ${largest}`);
});
