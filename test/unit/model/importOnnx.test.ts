import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Vocabulary } from '../../../src/corpus/vocabulary';
import { exportModel } from '../../../src/model/decodeGraph';
import { importOnnx } from '../../../src/model/importOnnx';
import { Message } from '../../../src/model/onnx/protobuf';
import { initialParameters, parameterLayout } from '../../../src/model/parameters';
import { Random } from '../../../src/random';

const notebook = { format: 1, context_length: 5, d_embed: 6, n_head: 3, n_layer: 2, vocab_size: 3 };
const other = { ...notebook, positions: 'rotary', norm: 'rms_norm', bias: false } as const;
const vocabulary = new Vocabulary(['\n', 'a', '😀']);

for (const configuration of [notebook, other]) {
  test(`what was exported is imported as it was: ${JSON.stringify(configuration)}`, () => {
    const parameters = initialParameters(parameterLayout(configuration), new Random(1));
    const read = importOnnx(exportModel(configuration, vocabulary, parameters));
    assert.deepEqual(read, { configuration, vocabulary, parameters });
  });
}

/** A file whose graph has these tensors. */
function fileWith(...tensors: readonly Message[]): Uint8Array {
  const graph = new Message();
  for (const tensor of tensors) graph.message(5, tensor);
  return new Message().message(7, graph).finish();
}
const tensor = (name: string) => new Message().packedIntegers(1, [1]).integer(2, 1).string(8, name);

for (const [what, file, sentence] of [
  ['nothing', new Uint8Array(), /not one of MyGPT's/],
  ['a text', Buffer.from('To be, or not to be'), /not a usable ONNX file/],
  ['a field that is longer than the file', Uint8Array.of((7 << 3) | 2, 100, 1), /not a usable ONNX file/],
  ['a length without an end', new Uint8Array(20).fill(0xff), /not a usable ONNX file/],
  [
    'a tensor that is shorter than its shape',
    fileWith(tensor('x').bytes(9, new Uint8Array(3))),
    /not as long as its shape/,
  ],
  [
    'a tensor of an impossible shape',
    fileWith(
      new Message()
        .packedIntegers(1, [2n ** 62n, 2n ** 62n])
        .integer(2, 1)
        .bytes(9, new Uint8Array(4)),
    ),
    /not as long as its shape/,
  ],
  ['a tensor in another file', fileWith(tensor('x').integer(14, 1)), /keeps its tensors in another file/],
  [
    'a tensor in another file that is named',
    fileWith(tensor('x').message(13, new Message().string(1, 'location').string(2, '/etc/passwd'))),
    /keeps its tensors in another file/,
  ],
  [
    'too many tensors',
    fileWith(...Array.from({ length: 20_001 }, (_, index) => tensor(`${index}`).bytes(9, new Uint8Array(4)))),
    /too many tensors/,
  ],
] as const) {
  test(`${what} is refused with a sentence`, () => {
    assert.throws(
      () => importOnnx(file),
      (error: Error) => error.name === 'UserError' && sentence.test(error.message),
    );
  });
}

test('a model that is larger by its own account than the file is refused', () => {
  const file = exportModel(notebook, vocabulary, new Float32Array(parameterLayout(notebook).length));
  const huge = { ...notebook, d_embed: 16_384, n_head: 1, n_layer: 256 };
  const stated = new Message().string(1, 'mygpt.config').string(2, JSON.stringify(huge));
  const liar = Buffer.concat([file, new Message().message(14, stated).finish()]);
  assert.throws(() => importOnnx(liar), /is missing or not of shape/);
});
