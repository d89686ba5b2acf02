import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { fromBinary } from '@bufbuild/protobuf';
import { type GraphProto, type ModelProto, ModelProtoSchema, type ValueInfoProto } from 'onnx-buf';
import { decodeCheckpoint } from '../../../src/model/checkpoint';
import { exportModel } from '../../../src/model/decodeGraph';
import { type Model, readModelFolder } from '../../../src/model/folder';
import { parameterLayout } from '../../../src/model/parameters';
import { SHAKESPEARE } from '../inference/shakespeare';

let model: Model;
let proto: ModelProto;
let graph: GraphProto;

before(async () => {
  model = await readModelFolder(SHAKESPEARE);
  const { parameters } = decodeCheckpoint(model.safetensors);
  proto = fromBinary(ModelProtoSchema, exportModel(model.configuration, model.vocabulary, parameters));
  assert.ok(proto.graph);
  graph = proto.graph;
});

test('model.onnx has the inputs and outputs of the contract', () => {
  assert.deepEqual(graph.input.map(describe), [
    'tokens: int64 [batch, time]',
    'past: float32 [4, 2, batch, 8, past_time, 16]',
  ]);
  assert.deepEqual(graph.output.map(describe), [
    'logits: float32 [batch, time, 65]',
    'present: float32 [4, 2, batch, 8, total_time, 16]',
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

/** As in "tokens: int64 [batch, time]". */
function describe({ name, type }: ValueInfoProto): string {
  assert.equal(type?.value.case, 'tensorType');
  const { elemType, shape } = type.value.value;
  const element = elemType === 1 ? 'float32' : elemType === 7 ? 'int64' : `type ${elemType}`;
  const dimensions = shape?.dim.map(({ value }) => String(value.value)) ?? [];
  return `${name}: ${element} [${dimensions.join(', ')}]`;
}
