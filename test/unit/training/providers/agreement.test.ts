import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parameterLayout, viewOf } from '../../../../src/model/parameters';
import { BatchSession } from '../../../../src/training/engines/batchSession';
import { differenceOf, isTolerable, type LossAndGradients } from '../../../../src/training/engines/providers/agreement';
import { everyReference, type PyTorchReference, references } from '../../model/pytorchReference';

/** What ONNX Runtime computes from these parameters on the processor. */
async function compute(
  { configuration, batch }: PyTorchReference,
  parameters: Float32Array,
  threads = 1,
): Promise<LossAndGradients> {
  const gradients = new Float32Array(parameters.length);
  const session = await BatchSession.create(configuration, batch.size, { parameters, gradients }, { threads });
  return { loss: await session.run(batch), gradients };
}

/** To the 10 bits of mantissa that TensorFloat-32 keeps of 23. */
function rounded(vector: Float32Array): Float32Array {
  const bits = new Uint32Array(vector.slice().buffer);
  return new Float32Array(bits.map((each) => (each + 0x1000) & ~0x1fff).buffer);
}

for (const [name, reference] of everyReference) {
  const layout = parameterLayout(reference.configuration);
  const pytorch = { loss: reference.losses[0] ?? NaN, gradients: reference.gradients };

  test(`the processor agrees with PyTorch about the ${name} model, and closely`, async () => {
    const difference = differenceOf(layout, pytorch, await compute(reference, reference.parameters(), 2));
    assert.ok(isTolerable(difference));
    assert.ok(difference.gradients < 1e-4, `gradients differ by ${difference.gradients}`);
  });

  test(`parameters of the ${name} model rounded as a GPU rounds them are tolerated`, async () => {
    const difference = differenceOf(layout, pytorch, await compute(reference, rounded(reference.parameters())));
    assert.ok(isTolerable(difference), JSON.stringify(difference));
    assert.ok(difference.gradients > 1e-5, 'nothing was rounded');
  });

  test(`a single tensor of the ${name} model that is a tenth too large is not tolerated`, async () => {
    for (const tensor of layout.tensors) {
      const parameters = reference.parameters();
      const view = viewOf(parameters, tensor);
      if (view.every((value) => value === 0)) continue;
      view.forEach((value, index) => (view[index] = 1.1 * value));
      const difference = differenceOf(layout, pytorch, await compute(reference, parameters));
      assert.ok(!isTolerable(difference), `${tensor.name}: ${JSON.stringify(difference)}`);
    }
  });
}

test('right losses with one wrong gradient are not tolerated, nor is what is no number', () => {
  const { configuration, gradients, losses } = references.notebook;
  const layout = parameterLayout(configuration);
  const right = { loss: losses[0] ?? NaN, gradients };
  for (const tensor of layout.tensors) {
    const wrong = gradients.slice();
    viewOf(wrong, tensor).reverse();
    // A gradient of a bias may be the same backwards to rounding, and one of a key's bias is nothing but rounding.
    if (tensor.shape.length > 1) {
      assert.ok(!isTolerable(differenceOf(layout, right, { ...right, gradients: wrong })), tensor.name);
    }
  }
  assert.ok(!isTolerable(differenceOf(layout, right, { ...right, loss: NaN })));
  const withoutNumber = gradients.slice().fill(NaN, 3, 4);
  assert.ok(!isTolerable(differenceOf(layout, right, { ...right, gradients: withoutNumber })));
});
