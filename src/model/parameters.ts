import type { Random } from '../random';
import type { ModelConfiguration } from './configuration';

/** A weight matrix [out, in], as PyTorch keeps it, and a bias [out]. */
export interface LinearParameters<T> {
  readonly weight: T;
  readonly bias: T;
}

export interface LayerNormParameters<T> {
  /** [d_embed] */
  readonly weight: T;
  /** [d_embed] */
  readonly bias: T;
}

export interface AttentionParameters<T> {
  /**
   * [3·d_embed, d_embed]: the matrices of the queries, the keys and the values, one below the other, so that one product
   * serves all three. In each, rows h·d_head to (h+1)·d_head belong to head h.
   */
  readonly query_key_value: T;
  readonly linear_proj: LinearParameters<T>;
}

export interface BlockParameters<T> {
  readonly layer_norm1: LayerNormParameters<T>;
  readonly attention: AttentionParameters<T>;
  readonly layer_norm2: LayerNormParameters<T>;
  /** To four times the width, and back. */
  readonly linear_proj1: LinearParameters<T>;
  readonly linear_proj2: LinearParameters<T>;
}

/** Everything that is learnt; T is what stands for a tensor: its place in memory, a node of a graph … */
export interface TransformerParameters<T> {
  /** [vocab_size, d_embed] */
  readonly token_embeddings: T;
  /** [context_length, d_embed] */
  readonly positional_embeddings: T;
  readonly blocks: readonly BlockParameters<T>[];
  readonly layer_norm: LayerNormParameters<T>;
  /** The head: from the residual stream to logits. */
  readonly linear: LinearParameters<T>;
}

/** How PyTorch fills a new tensor: N(0, 1), uniform in ±1/√fan_in, or a constant. */
type Initialisation = 'normal' | { readonly fanIn: number } | { readonly constant: number };

/** A tensor and its place in the flat vector of all parameters. */
export interface ParameterTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** In elements. */
  readonly offset: number;
  readonly length: number;
  readonly initialisation: Initialisation;
}

/** Where each tensor of a model lies in one flat vector; the order is PyTorch's. */
export interface ParameterLayout {
  readonly tree: TransformerParameters<ParameterTensor>;
  readonly tensors: readonly ParameterTensor[];
  /** Number of parameters. */
  readonly length: number;
}

export function parameterLayout(configuration: ModelConfiguration): ParameterLayout {
  const { context_length, d_embed, n_layer, vocab_size } = configuration;
  const tensors: ParameterTensor[] = [];
  let length = 0;

  const tensor = (name: string, shape: readonly number[], initialisation: Initialisation): ParameterTensor => {
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    const result = { name, shape, offset: length, length: size, initialisation };
    tensors.push(result);
    length += size;
    return result;
  };
  const linear = (name: string, fanIn: number, out: number): LinearParameters<ParameterTensor> => ({
    weight: tensor(`${name}.weight`, [out, fanIn], { fanIn }),
    bias: tensor(`${name}.bias`, [out], { fanIn }),
  });
  const layerNorm = (name: string): LayerNormParameters<ParameterTensor> => ({
    weight: tensor(`${name}.weight`, [d_embed], { constant: 1 }),
    bias: tensor(`${name}.bias`, [d_embed], { constant: 0 }),
  });
  const block = (name: string): BlockParameters<ParameterTensor> => ({
    layer_norm1: layerNorm(`${name}.layer_norm1`),
    attention: {
      query_key_value: tensor(`${name}.attention.query_key_value`, [3 * d_embed, d_embed], { fanIn: d_embed }),
      linear_proj: linear(`${name}.attention.linear_proj`, d_embed, d_embed),
    },
    layer_norm2: layerNorm(`${name}.layer_norm2`),
    linear_proj1: linear(`${name}.multilayer_perceptron.linear_proj1`, d_embed, 4 * d_embed),
    linear_proj2: linear(`${name}.multilayer_perceptron.linear_proj2`, 4 * d_embed, d_embed),
  });

  const tree: TransformerParameters<ParameterTensor> = {
    token_embeddings: tensor('token_embeddings.weight', [vocab_size, d_embed], 'normal'),
    positional_embeddings: tensor('positional_embeddings.weight', [context_length, d_embed], 'normal'),
    blocks: Array.from({ length: n_layer }, (_, layer) => block(`transformer_blocks.${layer}`)),
    layer_norm: layerNorm('layer_norm'),
    linear: linear('linear', d_embed, vocab_size),
  };
  return { tree, tensors, length };
}

/** A tree of the same shape, with `make` of each tensor in its place. */
export function mapParameters<T>(
  layout: ParameterLayout,
  make: (tensor: ParameterTensor) => T,
): TransformerParameters<T> {
  const linear = ({ weight, bias }: LinearParameters<ParameterTensor>) => ({ weight: make(weight), bias: make(bias) });
  const block = (source: BlockParameters<ParameterTensor>): BlockParameters<T> => ({
    layer_norm1: linear(source.layer_norm1),
    attention: {
      query_key_value: make(source.attention.query_key_value),
      linear_proj: linear(source.attention.linear_proj),
    },
    layer_norm2: linear(source.layer_norm2),
    linear_proj1: linear(source.linear_proj1),
    linear_proj2: linear(source.linear_proj2),
  });
  const { tree } = layout;
  return {
    token_embeddings: make(tree.token_embeddings),
    positional_embeddings: make(tree.positional_embeddings),
    blocks: tree.blocks.map(block),
    layer_norm: linear(tree.layer_norm),
    linear: linear(tree.linear),
  };
}

/** A view of a tensor's elements in the flat vector. */
export function viewOf(parameters: Float32Array, tensor: ParameterTensor): Float32Array {
  return parameters.subarray(tensor.offset, tensor.offset + tensor.length);
}

/** New parameters, drawn as PyTorch draws them for the MyGPT notebook's modules. */
export function initialParameters(layout: ParameterLayout, random: Random): Float32Array {
  const parameters = new Float32Array(layout.length);
  for (const tensor of layout.tensors) {
    const view = viewOf(parameters, tensor);
    const draw = sampler(tensor.initialisation, random);
    for (let index = 0; index < view.length; index++) view[index] = draw();
  }
  return parameters;
}

function sampler(initialisation: Initialisation, random: Random): () => number {
  if (initialisation === 'normal') return () => random.normal();
  if ('constant' in initialisation) return () => initialisation.constant;
  const bound = 1 / Math.sqrt(initialisation.fanIn);
  return () => (2 * random.uniform() - 1) * bound;
}

/** A matrix (rows, columns) and where it begins in the flat vector. */
export interface MatrixPlace {
  readonly rows: number;
  readonly columns: number;
  readonly offset: number;
}

/** The matrices inside the blocks, those of queries, keys and values each on its own: what an optimizer may treat as such. */
export function hiddenMatrices({ tree }: ParameterLayout): MatrixPlace[] {
  return tree.blocks.flatMap(({ attention, linear_proj1, linear_proj2 }) => [
    ...splitRows(attention.query_key_value, 3),
    ...[attention.linear_proj, linear_proj1, linear_proj2].flatMap(({ weight }) => splitRows(weight, 1)),
  ]);
}

function splitRows({ shape: [rows = 0, columns = 0], offset }: ParameterTensor, parts: number): MatrixPlace[] {
  return Array.from({ length: parts }, (_, part) => ({
    rows: rows / parts,
    columns,
    offset: offset + (part * rows * columns) / parts,
  }));
}
