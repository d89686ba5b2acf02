import assert from 'node:assert/strict';
import { test } from 'node:test';
import { architectureOf, parseConfiguration } from '../../../src/model/configuration';

const SIZE = { format: 1, context_length: 64, d_embed: 128, n_head: 8, n_layer: 4, vocab_size: 65 };

test("a configuration that names no choice is the notebook's, and stays as it was written", () => {
  const text = JSON.stringify(SIZE);
  const configuration = parseConfiguration(JSON.parse(text));
  assert.equal(JSON.stringify(configuration), text);
  const { positions, norm, bias, activation } = architectureOf(configuration);
  assert.deepEqual([positions, norm, bias, activation], ['learned', 'layer_norm', true, 'relu']);
});

test('choices that are named are read', () => {
  const choices = { positions: 'rotary', norm: 'rms_norm', bias: false, activation: 'relu_squared' } as const;
  assert.deepEqual(parseConfiguration({ ...SIZE, ...choices }), { ...SIZE, ...choices });
});

for (const [entries, sentence] of [
  [{ positions: 'alibi' }, 'The model needs "alibi" for its “positions”, which this MyGPT does not know.'],
  [{ norm: 'Layer_Norm' }, 'The model needs "Layer_Norm" for its “norm”, which this MyGPT does not know.'],
  [{ bias: 'false' }, 'The model needs "false" for its “bias”, which this MyGPT does not know.'],
  [{ activation: null }, 'The model needs null for its “activation”, which this MyGPT does not know.'],
  [{ experts: 8 }, 'The model needs “experts”, which this MyGPT does not know.'],
  [{ toString: 'x' }, 'The model needs “toString”, which this MyGPT does not know.'],
] as const) {
  test(`${JSON.stringify(entries)} is refused with a sentence`, () => {
    assert.throws(() => parseConfiguration({ ...SIZE, ...entries }), {
      name: 'UserError',
      message: `${sentence} Update the extension to use it.`,
    });
  });
}

for (const [what, entries] of [
  ['a width that the heads do not divide', { n_head: 7 }],
  ['rotary positions in heads of odd width', { positions: 'rotary', d_embed: 120, n_head: 8 }],
  ['no layers', { n_layer: 0 }],
  ['half a layer', { n_layer: 1.5 }],
] as const) {
  test(`${what} is refused as a damaged file`, () => {
    assert.throws(
      () => parseConfiguration({ ...SIZE, ...entries }),
      /^UserError: The model's config.json is damaged: /,
    );
  });
}
