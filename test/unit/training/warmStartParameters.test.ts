import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UNKNOWN_CHARACTER, Vocabulary } from '../../../src/corpus/vocabulary';
import { openDecodeSession } from '../../../src/inference/session';
import { decodeGraphWithInputs } from '../../../src/model/decodeGraph';
import { type ModelConfiguration, MODEL_FORMAT } from '../../../src/model/configuration';
import { initialParameters, parameterLayout, viewOf } from '../../../src/model/parameters';
import { loadRuntime } from '../../../src/model/runtime';
import { Random } from '../../../src/random';
import { transferParameters } from '../../../src/training/warmStartParameters';

const SIZE = { format: MODEL_FORMAT, context_length: 8, d_embed: 8, n_head: 2, n_layer: 2 };
const FAST = { positions: 'rotary', norm: 'rms_norm', bias: false } as const;

interface Model {
  readonly configuration: ModelConfiguration;
  readonly vocabulary: Vocabulary;
  readonly parameters: Float32Array;
}

function modelOf(characters: string, seed: number, architecture: Partial<ModelConfiguration> = {}): Model {
  const vocabulary = new Vocabulary([...characters]);
  const configuration = { ...SIZE, ...architecture, vocab_size: vocabulary.size };
  const parameters = initialParameters(parameterLayout(configuration), new Random(seed));
  return { configuration, vocabulary, parameters };
}

/** What `from` has learnt, for other characters. */
function transferred(from: Model, characters: string): Model {
  const to = modelOf(characters, 2, from.configuration);
  transferParameters(from, to);
  return to;
}

/** For the last character of a text, each character's logit. */
async function logitsOf({ configuration, vocabulary, parameters }: Model, text: string): Promise<Map<string, number>> {
  const { Tensor } = await loadRuntime();
  const weights = Object.fromEntries(
    parameterLayout(configuration).tensors.map((tensor) => [
      tensor.name,
      new Tensor('float32', viewOf(parameters, tensor), tensor.shape),
    ]),
  );
  const session = await openDecodeSession(decodeGraphWithInputs(configuration), configuration, () => weights);
  const { logits } = await session.run(vocabulary.encode(text));
  const last = logits.slice(-vocabulary.size);
  return new Map(vocabulary.characters.map((character, id) => [character, last[id] ?? NaN]));
}

/** The row of a character in the tensors that have one for each: embedding, head, and the head's bias. */
function rowsOf({ configuration, vocabulary, parameters }: Model, character: string): number[][] {
  const { token_embeddings, linear } = parameterLayout(configuration).tree;
  const id = vocabulary.characters.indexOf(character);
  return [token_embeddings, linear.weight, linear.bias].flatMap((tensor) => {
    if (!tensor) return [];
    const width = tensor.length / vocabulary.size;
    return [[...viewOf(parameters, tensor).subarray(id * width, (id + 1) * width)]];
  });
}

for (const [name, architecture] of [
  ['the notebook’s architecture', {}],
  ['the architecture of the preset fast', FAST],
] as const) {
  test(`${name}: a text without new characters has the logits that it had, whatever came and went`, async () => {
    const from = modelOf('abcdxyz', 1, architecture);
    const to = transferred(from, '!abcdéxy→');
    const [before, after] = [await logitsOf(from, 'abcdxy'), await logitsOf(to, 'abcdxy')];
    for (const character of 'abcdxy') assert.equal(after.get(character), before.get(character), character);
    assert.ok(Number.isFinite(after.get('é')));
  });
}

test('a character’s rows go where its id has gone, and one that is new keeps what a new model has', () => {
  const from = modelOf('bdf', 1);
  const to = transferred(from, 'abcdef');
  for (const character of 'bdf') assert.deepEqual(rowsOf(to, character), rowsOf(from, character), character);
  const fresh = modelOf('abcdef', 2);
  for (const character of 'ace') assert.deepEqual(rowsOf(to, character), rowsOf(fresh, character), character);
});

test('a character that is gone is forgotten, and one that comes back is new', () => {
  const from = modelOf('abc', 1);
  const without = transferred(from, 'ac');
  assert.equal(without.parameters.length, modelOf('ac', 1).parameters.length);
  assert.notDeepEqual(rowsOf(transferred(without, 'abc'), 'b'), rowsOf(from, 'b'));
});

test('the unknown token keeps its row; a character that was unknown until now is new', () => {
  const from = modelOf(`ab${UNKNOWN_CHARACTER}`, 1);
  const to = transferred(from, `abc${UNKNOWN_CHARACTER}`);
  assert.deepEqual(rowsOf(to, UNKNOWN_CHARACTER), rowsOf(from, UNKNOWN_CHARACTER));
  assert.notDeepEqual(rowsOf(to, 'c'), rowsOf(from, UNKNOWN_CHARACTER));
});

test('where the vocabulary is the same, so are all parameters', () => {
  const from = modelOf('abc', 1, FAST);
  assert.deepEqual(transferred(from, 'abc').parameters, from.parameters);
});
