import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { ModelConfiguration } from '../../../src/model/configuration';
import { initialParameters, type ParameterTensor, parameterLayout, viewOf } from '../../../src/model/parameters';
import { Random } from '../../../src/random';

const configuration: ModelConfiguration = {
  format: 1,
  context_length: 8,
  d_embed: 16,
  n_head: 4,
  n_layer: 2,
  vocab_size: 11,
};

test("the notebook's model begins with the same parameters from a seed as ever", () => {
  const parameters = initialParameters(parameterLayout(configuration), new Random(1));
  const bytes = new Uint8Array(parameters.buffer);
  assert.equal(createHash('sha256').update(bytes).digest('hex').slice(0, 16), 'c2c16846c94abde5');
});

test('a recipe scales what PyTorch would begin with, by what a tensor is for', () => {
  const layout = parameterLayout(configuration);
  const plain = initialParameters(layout, new Random(1));
  const scaled = initialParameters(layout, new Random(1), { embedding: 0.5, output: 0 });
  const factor = ({ name }: ParameterTensor): number => {
    if (name.endsWith('embeddings.weight')) return 0.5;
    return /linear_proj2?\.weight$/.test(name) ? 0 : 1;
  };
  for (const tensor of layout.tensors) {
    const expected = viewOf(plain, tensor).map((value) => value * factor(tensor));
    assert.deepEqual(viewOf(scaled, tensor).map(Math.abs), expected.map(Math.abs), tensor.name);
  }
});

test('an architecture without biases, gains and position vectors has matrices only', () => {
  const layout = parameterLayout({ ...configuration, positions: 'rotary', norm: 'rms_norm', bias: false });
  assert.deepEqual(
    layout.tensors.filter(({ shape }) => shape.length !== 2),
    [],
  );
  assert.equal(layout.length, 2 * 11 * 16 + 2 * 12 * 16 * 16);
});
