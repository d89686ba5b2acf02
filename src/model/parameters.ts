import type { Random } from '../random';
import { architectureOf, type ModelConfiguration } from './configuration';

/** A weight matrix [out, in], as PyTorch keeps it, and a bias [out], which a model without biases lacks. */
export interface LinearParameters<T> {
  readonly weight: T;
  readonly bias: T | undefined;
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

/** RMSNorm has no parameters; where it takes LayerNorm's place, those are undefined. */
export interface BlockParameters<T> {
  readonly layer_norm1: LayerNormParameters<T> | undefined;
  readonly attention: AttentionParameters<T>;
  readonly layer_norm2: LayerNormParameters<T> | undefined;
  /** To four times the width, and back. */
  readonly linear_proj1: LinearParameters<T>;
  readonly linear_proj2: LinearParameters<T>;
}

/** Everything that is learnt; T is what stands for a tensor: its place in memory, a node of a graph … */
export interface TransformerParameters<T> {
  /** [vocab_size, d_embed] */
  readonly token_embeddings: T;
  /** [context_length, d_embed]; rotary positions need none. */
  readonly positional_embeddings: T | undefined;
  readonly blocks: readonly BlockParameters<T>[];
  readonly layer_norm: LayerNormParameters<T> | undefined;
  /** The head: from the residual stream to logits. */
  readonly linear: LinearParameters<T>;
}

/**
 * What a tensor is for: an embedding, a matrix from the residual stream into a block (`input`) or from it back into the
 * stream (`output`), the head, or a vector beside a matrix or of a norm.
 */
export type ParameterRole = 'embedding' | 'input' | 'output' | 'head' | 'vector';

/** How PyTorch fills a new tensor: N(0, 1), uniform in ±1/√fan_in, or a constant. */
type Initialisation = 'normal' | { readonly fanIn: number } | { readonly constant: number };

/** A tensor and its place in the flat vector of all parameters. */
export interface ParameterTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** In elements. */
  readonly offset: number;
  readonly length: number;
  readonly role: ParameterRole;
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
  const { positions, norm, bias } = architectureOf(configuration);
  const tensors: ParameterTensor[] = [];
  let length = 0;

  const tensor = (
    name: string,
    shape: readonly number[],
    role: ParameterRole,
    initialisation: Initialisation,
  ): ParameterTensor => {
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    const result = { name, shape, offset: length, length: size, role, initialisation };
    tensors.push(result);
    length += size;
    return result;
  };
  const embeddings = (name: string, rows: number) => tensor(`${name}.weight`, [rows, d_embed], 'embedding', 'normal');
  const linear = (
    name: string,
    fanIn: number,
    out: number,
    role: ParameterRole,
  ): LinearParameters<ParameterTensor> => ({
    weight: tensor(`${name}.weight`, [out, fanIn], role, { fanIn }),
    bias: bias ? tensor(`${name}.bias`, [out], 'vector', { fanIn }) : undefined,
  });
  const layerNorm = (name: string): LayerNormParameters<ParameterTensor> | undefined => {
    if (norm === 'rms_norm') return undefined;
    return {
      weight: tensor(`${name}.weight`, [d_embed], 'vector', { constant: 1 }),
      bias: tensor(`${name}.bias`, [d_embed], 'vector', { constant: 0 }),
    };
  };
  const block = (name: string): BlockParameters<ParameterTensor> => ({
    layer_norm1: layerNorm(`${name}.layer_norm1`),
    attention: {
      query_key_value: tensor(`${name}.attention.query_key_value`, [3 * d_embed, d_embed], 'input', { fanIn: d_embed }),
      linear_proj: linear(`${name}.attention.linear_proj`, d_embed, d_embed, 'output'),
    },
    layer_norm2: layerNorm(`${name}.layer_norm2`),
    linear_proj1: linear(`${name}.multilayer_perceptron.linear_proj1`, d_embed, 4 * d_embed, 'input'),
    linear_proj2: linear(`${name}.multilayer_perceptron.linear_proj2`, 4 * d_embed, d_embed, 'output'),
  });

  const tree: TransformerParameters<ParameterTensor> = {
    token_embeddings: embeddings('token_embeddings', vocab_size),
    positional_embeddings: positions === 'learned' ? embeddings('positional_embeddings', context_length) : undefined,
    blocks: Array.from({ length: n_layer }, (_, layer) => block(`transformer_blocks.${layer}`)),
    layer_norm: layerNorm('layer_norm'),
    linear: linear('linear', d_embed, vocab_size, 'head'),
  };
  return { tree, tensors, length };
}

/** A tree of the same shape, with `make` of each tensor in its place. */
export function mapParameters<T>(
  layout: ParameterLayout,
  make: (tensor: ParameterTensor) => T,
): TransformerParameters<T> {
  const linear = ({ weight, bias }: LinearParameters<ParameterTensor>): LinearParameters<T> => ({
    weight: make(weight),
    bias: bias && make(bias),
  });
  const layerNorm = (source: LayerNormParameters<ParameterTensor> | undefined): LayerNormParameters<T> | undefined =>
    source && { weight: make(source.weight), bias: make(source.bias) };
  const block = (source: BlockParameters<ParameterTensor>): BlockParameters<T> => ({
    layer_norm1: layerNorm(source.layer_norm1),
    attention: {
      query_key_value: make(source.attention.query_key_value),
      linear_proj: linear(source.attention.linear_proj),
    },
    layer_norm2: layerNorm(source.layer_norm2),
    linear_proj1: linear(source.linear_proj1),
    linear_proj2: linear(source.linear_proj2),
  });
  const { tree } = layout;
  return {
    token_embeddings: make(tree.token_embeddings),
    positional_embeddings: tree.positional_embeddings && make(tree.positional_embeddings),
    blocks: tree.blocks.map(block),
    layer_norm: layerNorm(tree.layer_norm),
    linear: linear(tree.linear),
  };
}

/** A view of a tensor's elements in the flat vector. */
export function viewOf(parameters: Float32Array, tensor: ParameterTensor): Float32Array {
  return parameters.subarray(tensor.offset, tensor.offset + tensor.length);
}

/** By what a recipe multiplies the tensors that PyTorch would begin with; 1 where it says nothing. */
export type InitialScales = Readonly<Partial<Record<ParameterRole, number>>>;

/** New parameters, drawn as PyTorch draws them for the MyGPT notebook's modules, times `scales`. */
export function initialParameters(layout: ParameterLayout, random: Random, scales: InitialScales = {}): Float32Array {
  const parameters = new Float32Array(layout.length);
  for (const tensor of layout.tensors) {
    const view = viewOf(parameters, tensor);
    const draw = sampler(tensor.initialisation, random);
    const scale = scales[tensor.role] ?? 1;
    for (let index = 0; index < view.length; index++) view[index] = draw() * scale;
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
