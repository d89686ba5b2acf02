import { UserError } from '../errors';
import type { ParameterTensor } from './parameters';
import type { NamedTensor } from './safetensors';

/** Where in the flat vector of all parameters a tensor of a file belongs. */
export type TensorPlace = Pick<ParameterTensor, 'name' | 'shape' | 'offset' | 'length'>;

/**
 * The flat vector of a model's parameters from the tensors of a file.
 *
 * @param length of the vector
 * @throws UserError if a tensor is missing or of another shape
 */
export function collectParameters(
  tensors: ReadonlyMap<string, NamedTensor>,
  places: readonly TensorPlace[],
  length: number,
): Float32Array {
  const found = places.map(({ name, shape, offset }) => {
    const tensor = tensors.get(name);
    if (tensor?.shape.join() !== shape.join()) {
      throw new UserError(
        `The tensor “${name}” is missing or not of shape [${shape.join(', ')}]: this is not a MyGPT model.`,
      );
    }
    return { offset, data: tensor.data };
  });
  // A few bytes can claim to be of any size: room is made only once all of it is seen to be there.
  const parameters = new Float32Array(length);
  for (const { offset, data } of found) parameters.set(data, offset);
  return parameters;
}
