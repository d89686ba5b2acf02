import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OnnxRuntimeEngine } from '../../../src/training/engines/onnxruntime';
import { everyReference } from '../model/pytorchReference';

for (const [name, { configuration, batch, recipe, learningRate, losses, ...reference }] of everyReference) {
  test(`three updates of the ${name} model lead where PyTorch's AdamW leads, with the same losses on the way`, async () => {
    const parameters = reference.parameters();
    const zeros = () => new Float32Array(parameters.length);
    const state = { parameters, firstMoment: zeros(), secondMoment: zeros(), step: 0 };
    const engine = await OnnxRuntimeEngine.create(configuration, recipe, state, 1);

    for (const expected of losses) {
      const loss = await engine.step(batch, learningRate);
      assert.ok(Math.abs(loss - expected) < 1e-5, `loss ${loss} instead of ${expected}`);
    }
    const after = await engine.state();
    assert.equal(after.step, losses.length);
    const largest = after.parameters.reduce(
      (most, value, index) => Math.max(most, Math.abs(value - (reference.parametersAfter[index] ?? NaN))),
      0,
    );
    assert.ok(largest < 1e-4, `parameters differ by up to ${largest}`);
  });
}
