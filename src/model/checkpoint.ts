import { UserError } from '../errors';
import { collectParameters, type TensorPlace } from './collectParameters';
import { MODEL_FORMAT, type ModelConfiguration, parseConfiguration } from './configuration';
import { type ParameterTensor, parameterLayout } from './parameters';
import { decodeSafetensors, encodeSafetensors, type NamedTensor, safetensorsMetadata } from './safetensors';

/** Where a file says what its tensors do not tell; `model.onnx` has it under the same name. */
const CONFIGURATION = 'mygpt.config';

/** `model.safetensors`: the parameters, named as in the PyTorch reference, and in its metadata the configuration. */
export function encodeCheckpoint(configuration: ModelConfiguration, parameters: Float32Array): Uint8Array {
  const tensors = new Map<string, NamedTensor>();
  for (const { name, shape, offset, length } of checkpointTensors(configuration)) {
    tensors.set(name, { shape, data: parameters.subarray(offset, offset + length) });
  }
  return encodeSafetensors(tensors, { [CONFIGURATION]: JSON.stringify(configuration) });
}

/**
 * Reads what `encodeCheckpoint` wrote of a model with this configuration: its parameters as one flat vector.
 *
 * @throws UserError if tensors are missing, left over or of another shape.
 */
export function decodeCheckpoint(file: Uint8Array, configuration: ModelConfiguration): Float32Array {
  return flatten(decodeSafetensors(file), configuration);
}

/**
 * Reads what `encodeCheckpoint` or the PyTorch reference wrote. A file that does not say what it is holds a model of the
 * notebook's architecture, of its tensors' size.
 *
 * @throws UserError if tensors are missing, left over or of another shape.
 */
export function importCheckpoint(file: Uint8Array): {
  readonly configuration: ModelConfiguration;
  readonly parameters: Float32Array;
} {
  const tensors = decodeSafetensors(file);
  const stated = safetensorsMetadata(file)[CONFIGURATION];
  const configuration = stated === undefined ? inferConfiguration(tensors) : parseConfiguration(jsonOf(stated));
  return { configuration, parameters: flatten(tensors, configuration) };
}

/** Undefined for what is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function flatten(tensors: ReadonlyMap<string, NamedTensor>, configuration: ModelConfiguration): Float32Array {
  const expected = checkpointTensors(configuration);
  const parameters = collectParameters(tensors, expected, parameterLayout(configuration).length);
  if (tensors.size !== expected.length) {
    throw new UserError(
      'The file holds tensors that a MyGPT model does not have. Import a model of the MyGPT notebook.',
    );
  }
  return parameters;
}

/** The names of the PyTorch reference, and where each tensor lies in the flat vector; both keep [out, in]. */
function checkpointTensors(configuration: ModelConfiguration): TensorPlace[] {
  return parameterLayout(configuration).tensors.flatMap((tensor) => {
    const [, attention] = /^(.*\.attention)\.query_key_value$/.exec(tensor.name) ?? [];
    return attention === undefined ? tensor : headTensors(tensor, `${attention}.self_attentions`, configuration);
  });
}

/** The reference has three matrices [d_head, d_embed] for each head where ours is all of them, stacked. */
function headTensors(stacked: ParameterTensor, prefix: string, { n_head, d_embed }: ModelConfiguration): TensorPlace[] {
  const shape = [d_embed / n_head, d_embed];
  const length = stacked.length / (3 * n_head);
  return ['query', 'key', 'value'].flatMap((role, index) =>
    Array.from({ length: n_head }, (_, head) => ({
      name: `${prefix}.${head}.${role}_matrix.weight`,
      shape,
      offset: stacked.offset + (index * n_head + head) * length,
      length,
    })),
  );
}

function inferConfiguration(tensors: ReadonlyMap<string, NamedTensor>): ModelConfiguration {
  const shapeOf = (name: string): readonly [number, number] => {
    const shape = tensors.get(name)?.shape;
    if (shape?.length !== 2) throw new UserError(`The file has no matrix “${name}”: this is not a MyGPT model.`);
    return [shape[0] ?? 0, shape[1] ?? 0];
  };
  const count = (name: (index: number) => string): number => {
    let index = 0;
    while (tensors.has(name(index))) index += 1;
    return index;
  };
  const [vocab_size, d_embed] = shapeOf('token_embeddings.weight');
  return parseConfiguration({
    format: MODEL_FORMAT,
    context_length: shapeOf('positional_embeddings.weight')[0],
    d_embed,
    n_head: count((head) => `transformer_blocks.0.attention.self_attentions.${head}.query_matrix.weight`),
    n_layer: count((layer) => `transformer_blocks.${layer}.layer_norm1.weight`),
    vocab_size,
  });
}
