import type { Vocabulary } from '../corpus/vocabulary';
import type { ModelConfiguration } from '../model/configuration';
import { parameterLayout, type ParameterTensor, viewOf } from '../model/parameters';

/** Parameters and what they belong to. */
interface Learnt {
  readonly configuration: ModelConfiguration;
  readonly vocabulary: Vocabulary;
  readonly parameters: Float32Array;
}

/**
 * What a model has learnt, in the parameters of one with another vocabulary that is the same otherwise. A character that
 * both know has its row of the embedding and of the head, wherever its id has gone; one that is new keeps what
 * `to.parameters` begins with, and what was known of one that is gone is forgotten.
 *
 * @param to changed in place
 */
export function transferParameters(from: Learnt, to: Learnt): void {
  const source = parameterLayout(from.configuration);
  const target = parameterLayout(to.configuration);
  const rows = rowsOfCharacters(from.vocabulary, to.vocabulary);
  const { token_embeddings, linear } = target.tree;
  const perCharacter = new Set([token_embeddings, linear.weight, linear.bias]);
  for (const [index, tensor] of target.tensors.entries()) {
    const learnt = viewOf(from.parameters, tensorAt(source.tensors, index));
    const view = viewOf(to.parameters, tensor);
    if (!perCharacter.has(tensor)) view.set(learnt);
    else for (const row of rows) copyRow(row, learnt, view, tensor.length / to.vocabulary.size);
  }
}

function tensorAt(tensors: readonly ParameterTensor[], index: number): ParameterTensor {
  const tensor = tensors[index];
  if (!tensor) throw new RangeError('The two models are not of the same architecture.');
  return tensor;
}

type Row = readonly [from: number, to: number];

/** The ids of the characters (the unknown token is one) that both vocabularies have. */
function rowsOfCharacters(from: Vocabulary, to: Vocabulary): Row[] {
  const ids = new Map(from.characters.map((character, id) => [character, id]));
  return to.characters.flatMap((character, id): Row[] => {
    const earlier = ids.get(character);
    return earlier === undefined ? [] : [[earlier, id]];
  });
}

function copyRow([from, to]: Row, source: Float32Array, target: Float32Array, width: number): void {
  target.set(source.subarray(from * width, (from + 1) * width), to * width);
}
