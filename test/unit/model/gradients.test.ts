import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ModelConfiguration } from '../../../src/model/configuration';
import { initialParameters, parameterLayout, viewOf } from '../../../src/model/parameters';
import { createSession, loadRuntime } from '../../../src/model/runtime';
import { buildTrainingGraph, gradientName } from '../../../src/model/trainingGraph';
import { Random } from '../../../src/random';
import type { Batch } from '../../../src/training/engines/engine';
import { everyReference } from './pytorchReference';

/** Loss, and gradients as one flat vector, of a graph with them. */
async function lossAndGradients(
  configuration: ModelConfiguration,
  batch: Batch & { readonly size: number },
  parameters: Float32Array,
): Promise<{ loss: number; gradients: Float32Array }> {
  const { Tensor } = await loadRuntime();
  const session = await createSession(buildTrainingGraph(configuration, batch.size, true), { threads: 1 });
  const shape = [batch.size, configuration.context_length];
  const { tensors, length } = parameterLayout(configuration);
  const results = await session.run({
    tokens: new Tensor('int64', batch.tokens, shape),
    targets: new Tensor('int64', batch.targets, shape),
    ...Object.fromEntries(
      tensors.map((tensor) => [tensor.name, new Tensor('float32', viewOf(parameters, tensor), tensor.shape)]),
    ),
  });
  const gradients = new Float32Array(length);
  for (const { name, offset } of tensors) gradients.set(results[gradientName(name)]?.data as Float32Array, offset);
  return { loss: Number(results['loss']?.data[0]), gradients };
}

for (const [name, { configuration, batch, ...reference }] of everyReference) {
  test(`loss and gradients of the ${name} model are PyTorch's, tensor by tensor`, async () => {
    const { loss, gradients } = await lossAndGradients(configuration, batch, reference.parameters());
    assert.ok(Math.abs(loss - (reference.losses[0] ?? NaN)) < 1e-6, `loss ${loss}`);

    for (const tensor of parameterLayout(configuration).tensors) {
      const ours = viewOf(gradients, tensor);
      const theirs = viewOf(reference.gradients, tensor);
      const difference = Math.hypot(...ours.map((value, index) => value - (theirs[index] ?? NaN)));
      assert.ok(difference < 1e-5 * Math.hypot(...theirs) + 1e-7, `${tensor.name} differs by ${difference}`);
    }
  });
}

test('along each gradient, the loss grows as finite differences say', async () => {
  const configuration = { format: 1, context_length: 8, d_embed: 16, n_head: 4, n_layer: 2, vocab_size: 11 };
  const layout = parameterLayout(configuration);
  const random = new Random(5);
  const parameters = initialParameters(layout, random);
  const ids = () => new BigInt64Array(4 * 8).map(() => BigInt(random.integer(11)));
  const batch = { tokens: ids(), targets: ids(), size: 4 };
  const { gradients } = await lossAndGradients(configuration, batch, parameters);

  for (const tensor of layout.tensors) {
    const gradient = viewOf(gradients, tensor);
    const norm = Math.hypot(...gradient);
    const distance = 0.01;
    const lossAt = async (sign: number) => {
      const moved = parameters.slice();
      viewOf(moved, tensor).forEach((value, index, view) => {
        view[index] = value + (sign * distance * (gradient[index] ?? NaN)) / norm;
      });
      return (await lossAndGradients(configuration, batch, moved)).loss;
    };
    const slope = ((await lossAt(1)) - (await lossAt(-1))) / (2 * distance);
    assert.ok(Math.abs(slope - norm) < 0.02 * norm + 2e-4, `${tensor.name}: slope ${slope}, gradient ${norm}`);
  }
});
