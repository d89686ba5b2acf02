import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeCheckpoint, importCheckpoint, encodeCheckpoint } from '../../../src/model/checkpoint';
import { architectureOf, type ModelConfiguration } from '../../../src/model/configuration';
import { initialParameters, parameterLayout } from '../../../src/model/parameters';
import { decodeSafetensors, encodeSafetensors } from '../../../src/model/safetensors';
import { Random } from '../../../src/random';

const configuration: ModelConfiguration = {
  format: 1,
  context_length: 5,
  d_embed: 6,
  n_head: 3,
  n_layer: 2,
  vocab_size: 4,
};

/** A file with this header and so many bytes of data. */
function fileWith(header: unknown, dataBytes: number): Uint8Array {
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(dataBytes)]);
}

const alternative: ModelConfiguration = {
  ...configuration,
  positions: 'rotary',
  norm: 'rms_norm',
  bias: false,
  activation: 'relu_squared',
};

for (const each of [configuration, alternative]) {
  test(`a checkpoint comes back as it was (${architectureOf(each).positions} positions)`, () => {
    const parameters = initialParameters(parameterLayout(each), new Random(1));
    assert.deepEqual(decodeCheckpoint(encodeCheckpoint(each, parameters), each), parameters);
  });
}

test('an imported checkpoint says itself what it is', () => {
  const parameters = initialParameters(parameterLayout(alternative), new Random(1));
  const read = importCheckpoint(encodeCheckpoint(alternative, parameters));
  assert.deepEqual(read, { configuration: alternative, parameters });
});

for (const stated of ['{', '3', '{"format":1}']) {
  test(`an imported checkpoint that says it is ${stated} is refused`, () => {
    assert.throws(() => importCheckpoint(encodeSafetensors(new Map(), { 'mygpt.config': stated })), {
      name: 'UserError',
    });
  });
}

test("of a checkpoint that does not say what it is, as PyTorch's, the size is read off its tensors", () => {
  const parameters = initialParameters(parameterLayout(configuration), new Random(1));
  const read = importCheckpoint(encodeSafetensors(decodeSafetensors(encodeCheckpoint(configuration, parameters))));
  assert.deepEqual(read.configuration, configuration);
  assert.deepEqual(read.parameters, parameters);
});

test("its names and shapes are the PyTorch reference's", () => {
  const file = encodeCheckpoint(configuration, new Float32Array(parameterLayout(configuration).length));
  const tensors = decodeSafetensors(file);
  const shape = (name: string) => tensors.get(name)?.shape;
  assert.deepEqual(shape('transformer_blocks.1.attention.self_attentions.2.key_matrix.weight'), [2, 6]);
  assert.deepEqual(shape('transformer_blocks.0.multilayer_perceptron.linear_proj1.weight'), [24, 6]);
  assert.deepEqual(shape('linear.weight'), [4, 6]);
  assert.equal(tensors.size, 2 + 2 * (4 + 3 * 3 + 2 + 4) + 2 + 2);
});

test('tensors that an architecture does without are not in its checkpoint', () => {
  const { length } = parameterLayout(alternative);
  const names = [...decodeSafetensors(encodeCheckpoint(alternative, new Float32Array(length))).keys()];
  assert.equal(names.length, 1 + 2 * (3 * 3 + 1 + 2) + 1);
  assert.deepEqual(
    names.filter((name) => /bias|norm|position/.test(name)),
    [],
  );
});

test('the header is padded so that the data begins at a multiple of eight', () => {
  const file = encodeSafetensors(new Map([['x', { shape: [1], data: Float32Array.of(1) }]]));
  assert.equal(new DataView(file.buffer).getBigUint64(0, true) % 8n, 0n);
});

for (const [what, file] of [
  ['nothing', new Uint8Array()],
  ['a header longer than the file', Buffer.from([255, 0, 0, 0, 0, 0, 0, 0, 123])],
  ['a header of 2^63 bytes', Buffer.from([0, 0, 0, 0, 0, 0, 0, 128, 123, 125])],
  ['no JSON', Buffer.concat([Buffer.from([3, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{x}')])],
  ['a tensor beyond the end', fileWith({ x: { dtype: 'F32', shape: [4], data_offsets: [0, 16] } }, 12)],
  ['offsets that do not fit the shape', fileWith({ x: { dtype: 'F32', shape: [2], data_offsets: [0, 12] } }, 12)],
  ['a negative offset', fileWith({ x: { dtype: 'F32', shape: [1], data_offsets: [-4, 0] } }, 8)],
  ['a huge shape', fileWith({ x: { dtype: 'F32', shape: [2 ** 40, 2 ** 40], data_offsets: [0, 8] } }, 8)],
  ['half floats', fileWith({ x: { dtype: 'F16', shape: [2], data_offsets: [0, 4] } }, 4)],
  [
    'tensors that share their bytes',
    fileWith(
      { x: { dtype: 'F32', shape: [2], data_offsets: [0, 8] }, y: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } },
      8,
    ),
  ],
  ['a tensor that is null', fileWith({ x: null }, 4)],
] as const) {
  test(`${what} is refused with a sentence`, () => {
    assert.throws(() => decodeSafetensors(file), { name: 'UserError' });
  });
}

test('a small file that says it is a huge model is refused, and no room is made for it', () => {
  const huge = { ...configuration, d_embed: 16_384, n_head: 1, n_layer: 256 };
  assert.throws(() => importCheckpoint(encodeSafetensors(new Map(), { 'mygpt.config': JSON.stringify(huge) })), {
    name: 'UserError',
  });
});

test('a checkpoint of another program is refused', () => {
  const file = encodeSafetensors(new Map([['wte.weight', { shape: [1, 1], data: Float32Array.of(1) }]]));
  assert.throws(() => importCheckpoint(file), /this is not a MyGPT model/);
});

test('a checkpoint with a tensor left out, or one too many, is refused', () => {
  const tensors = decodeSafetensors(
    encodeCheckpoint(configuration, new Float32Array(parameterLayout(configuration).length)),
  );
  const without = new Map([...tensors].filter(([name]) => name !== 'linear.bias'));
  assert.throws(() => importCheckpoint(encodeSafetensors(without)), /“linear.bias” is missing/);
  const more = new Map([...tensors, ['more', { shape: [1], data: Float32Array.of(1) }] as const]);
  assert.throws(() => importCheckpoint(encodeSafetensors(more)), /holds tensors that a MyGPT model does not have/);
});
