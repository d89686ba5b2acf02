import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { fromBinary } from '@bufbuild/protobuf';
import { type GraphProto, type ModelProto, ModelProtoSchema, type ValueInfoProto } from 'onnx-buf';
import { Vocabulary } from '../../../src/corpus/vocabulary';
import { decodeCheckpoint } from '../../../src/model/checkpoint';
import type { ModelConfiguration } from '../../../src/model/configuration';
import { exportModel } from '../../../src/model/decodeGraph';
import { readModelFolder } from '../../../src/model/folder';
import { initialParameters, parameterLayout } from '../../../src/model/parameters';
import { Random } from '../../../src/random';
import { SHAKESPEARE } from '../inference/shakespeare';

interface ExportedModel {
  readonly configuration: ModelConfiguration;
  readonly vocabulary: Vocabulary;
  readonly parameters: Float32Array;
}

async function notebookModel(): Promise<ExportedModel> {
  const { configuration, vocabulary, safetensors } = await readModelFolder(SHAKESPEARE);
  return { configuration, vocabulary, parameters: decodeCheckpoint(safetensors, configuration) };
}

/** One of every alternative to a part of the notebook's. */
function alternativeModel(): ExportedModel {
  const vocabulary = new Vocabulary(['\n', 'a', 'b', 'c']);
  const configuration: ModelConfiguration = {
    format: 1,
    context_length: 32,
    d_embed: 24,
    n_head: 3,
    n_layer: 2,
    vocab_size: vocabulary.size,
    positions: 'rotary',
    norm: 'rms_norm',
    bias: false,
    activation: 'relu_squared',
  };
  return { configuration, vocabulary, parameters: initialParameters(parameterLayout(configuration), new Random(1)) };
}

for (const [name, load] of Object.entries({ notebook: notebookModel, alternative: alternativeModel })) {
  describe(`model.onnx of the ${name} model`, () => {
    let model: ExportedModel;
    let proto: ModelProto;
    let graph: GraphProto;

    before(async () => {
      model = await load();
      const { configuration, vocabulary, parameters } = model;
      proto = fromBinary(ModelProtoSchema, exportModel(configuration, vocabulary, parameters));
      assert.ok(proto.graph);
      graph = proto.graph;
    });

    test('it has the inputs and outputs of the contract', () => {
      const { n_layer, n_head, d_embed, vocab_size } = model.configuration;
      const cache = (time: string) => `float32 [${n_layer}, 2, batch, ${n_head}, ${time}, ${d_embed / n_head}]`;
      assert.deepEqual(graph.input.map(typeOf), ['tokens: int64 [batch, time]', `past: ${cache('past_time')}`]);
      assert.deepEqual(graph.output.map(typeOf), [
        `logits: float32 [batch, time, ${vocab_size}]`,
        `present: ${cache('total_time')}`,
      ]);
    });

    test('it uses operators of ai.onnx only, of one stated version', () => {
      assert.deepEqual(
        proto.opsetImport.map(({ domain, version }) => [domain, version]),
        [['', 21n]],
      );
      assert.deepEqual(
        graph.node.filter(({ domain }) => domain !== '').map(({ opType }) => opType),
        [],
      );
    });

    test('its weights are inside, every one of them', () => {
      const { tensors } = parameterLayout(model.configuration);
      const stored = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
      for (const { name, shape, length } of tensors) {
        const tensor = stored.get(name);
        assert.deepEqual(tensor?.dims.map(Number), shape, name);
        assert.equal(tensor.rawData.length, 4 * length, name);
        assert.equal(tensor.externalData.length, 0, name);
      }
    });

    test('its metadata is the configuration and the vocabulary, so that the one file is enough', () => {
      const metadata = new Map(proto.metadataProps.map(({ key, value }) => [key, value]));
      assert.deepEqual(JSON.parse(metadata.get('mygpt.config') ?? ''), model.configuration);
      assert.deepEqual(JSON.parse(metadata.get('mygpt.vocabulary') ?? ''), model.vocabulary.characters);
    });

    test('every node reads only what stands before it', () => {
      const known = new Set([...graph.input, ...graph.initializer].map(({ name }) => name));
      for (const node of graph.node) {
        for (const input of node.input) assert.ok(known.has(input), `${node.name} reads ${input}`);
        for (const output of node.output) known.add(output);
      }
      for (const { name } of graph.output) assert.ok(known.has(name), name);
    });
  });
}

/** As in "tokens: int64 [batch, time]". */
function typeOf({ name, type }: ValueInfoProto): string {
  assert.equal(type?.value.case, 'tensorType');
  const { elemType, shape } = type.value.value;
  const element = elemType === 1 ? 'float32' : elemType === 7 ? 'int64' : `type ${elemType}`;
  const dimensions = shape?.dim.map(({ value }) => String(value.value)) ?? [];
  return `${name}: ${element} [${dimensions.join(', ')}]`;
}
