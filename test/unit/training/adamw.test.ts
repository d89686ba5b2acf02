import { test } from 'node:test';
import { OnnxRuntimeEngine } from '../../../src/training/engines/onnxruntime';
import { assertTrainsAsPyTorch, everyReference } from '../model/pytorchReference';

for (const [name, reference] of everyReference) {
  test(`three updates of the ${name} model lead where PyTorch's AdamW leads, with the same losses on the way`, async () => {
    const { configuration, recipe } = reference;
    const parameters = reference.parameters();
    const zeros = () => new Float32Array(parameters.length);
    const state = { parameters, firstMoment: zeros(), secondMoment: zeros(), step: 0 };
    await assertTrainsAsPyTorch(await OnnxRuntimeEngine.create(configuration, recipe, state, 1), reference);
  });
}
