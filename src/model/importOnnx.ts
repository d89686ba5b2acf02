import { Vocabulary } from '../corpus/vocabulary';
import { UserError } from '../errors';
import { collectParameters } from './collectParameters';
import { type ModelConfiguration, parseConfiguration } from './configuration';
import { ONNX_METADATA } from './decodeGraph';
import { readOnnx } from './onnx/reader';
import { parameterLayout } from './parameters';

/**
 * Reads a `model.onnx` that MyGPT wrote: its parameters and what it says of itself. Of the graph nothing is taken over; it
 * is built anew.
 *
 * @throws UserError if it is another file, or damaged
 */
export function importOnnx(file: Uint8Array): {
  readonly configuration: ModelConfiguration;
  readonly vocabulary: Vocabulary;
  readonly parameters: Float32Array;
} {
  const { metadata, tensors } = readOnnx(file);
  const json = (name: string): unknown => {
    try {
      return JSON.parse(metadata.get(name) ?? '');
    } catch {
      throw new UserError(`The ONNX file has no “${name}” in its metadata, so it is not one of MyGPT's.`);
    }
  };
  const configuration = parseConfiguration(json(ONNX_METADATA.configuration));
  const vocabulary = Vocabulary.parse(json(ONNX_METADATA.vocabulary));
  const layout = parameterLayout(configuration);
  return { configuration, vocabulary, parameters: collectParameters(tensors, layout.tensors, layout.length) };
}
