import { architectureOf, type ModelConfiguration } from './configuration';
import type { Operations } from './operations';
import type { AttentionParameters, BlockParameters, LayerNormParameters, TransformerParameters } from './parameters';

/**
 * Keys and values of the characters before, so that a continuation computes only what is new.
 * `extend` returns all keys and values of a layer, (B, H, P+T, C/H), from the new ones, (B, H, T, C/H).
 */
export interface KeyValueCache<T> {
  extend(layer: number, key: T, value: T): { readonly key: T; readonly value: T };
}

/** Nothing came before: what a training, which sees whole windows, uses. */
function noCache<T>(): KeyValueCache<T> {
  return { extend: (_layer, key, value) => ({ key, value }) };
}

/**
 * The Transformer of the MyGPT notebook, a decoder with pre-LayerNorm blocks, and what a configuration chooses in place of
 * its parts. It is defined here and nowhere else; what `operations` makes of it is a graph to train, a graph to run, or the
 * result itself.
 *
 * @returns the logits of each character's successor, (B·T, vocab_size).
 */
export function transformer<T>(
  operations: Operations<T>,
  configuration: ModelConfiguration,
  parameters: TransformerParameters<T>,
  cache: KeyValueCache<T> = noCache(),
): T {
  const { embedTokens, addPositions, rows, linear } = operations;
  const { token_embeddings, positional_embeddings } = parameters;

  // What a character is, and where it stands; rotary positions come in where characters look at each other.
  const characters = embedTokens(token_embeddings); // (B, T, C)
  let x = rows(positional_embeddings ? addPositions(characters, positional_embeddings) : characters); // (B·T, C)
  parameters.blocks.forEach((block, layer) => {
    x = transformerBlock(operations, configuration, block, x, (key, value) => cache.extend(layer, key, value));
  });
  x = normalize(operations, x, parameters.layer_norm);
  return linear(x, parameters.linear.weight, parameters.linear.bias); // (B·T, vocab_size)
}

type ExtendCache<T> = (key: T, value: T) => { readonly key: T; readonly value: T };

/** Communication (attention), then computation (the multilayer perceptron), each added to the residual stream. */
function transformerBlock<T>(
  operations: Operations<T>,
  configuration: ModelConfiguration,
  block: BlockParameters<T>,
  x: T,
  extend: ExtendCache<T>,
): T {
  const { add } = operations;
  const normalized = normalize(operations, x, block.layer_norm1);
  const attended = add(x, attention(operations, configuration, block.attention, normalized, extend));
  const normalizedAgain = normalize(operations, attended, block.layer_norm2);
  return add(attended, multilayerPerceptron(operations, configuration, block, normalizedAgain));
}

/** LayerNorm, or RMSNorm, which has no parameters. */
function normalize<T>({ layerNorm, rmsNorm }: Operations<T>, x: T, parameters: LayerNormParameters<T> | undefined): T {
  return parameters ? layerNorm(x, parameters) : rmsNorm(x);
}

/** Causal multi-head self-attention: each character gathers, from those before it, what matters to it. */
function attention<T>(
  operations: Operations<T>,
  configuration: ModelConfiguration,
  parameters: AttentionParameters<T>,
  x: T,
  extend: ExtendCache<T>,
): T {
  const { queryKeyValue, scaledDotProduct, maskFuture, softmax, weightedSum, mergeHeads, linear } = operations;
  const { n_head, d_embed } = configuration;

  // What each character looks for, what it has, and what it tells: (B, H, T, C/H) each.
  const [query, newKey, newValue] = queryKeyValue(x, parameters.query_key_value, n_head);
  const { key, value } = extend(newKey, newValue); // (B, H, P+T, C/H)
  const scores = scaledDotProduct(query, key, 1 / Math.sqrt(d_embed / n_head)); // (B, H, T, P+T)
  const weights = softmax(maskFuture(scores)); // (B, H, T, P+T)
  const gathered = mergeHeads(weightedSum(weights, value), n_head); // (B·T, C)
  return linear(gathered, parameters.linear_proj.weight, parameters.linear_proj.bias);
}

function multilayerPerceptron<T>(
  operations: Operations<T>,
  configuration: ModelConfiguration,
  { linear_proj1, linear_proj2 }: BlockParameters<T>,
  x: T,
): T {
  const { linear, relu, reluSquared } = operations;
  const activate = architectureOf(configuration).activation === 'relu_squared' ? reluSquared : relu;
  const hidden = activate(linear(x, linear_proj1.weight, linear_proj1.bias)); // (B·T, 4C)
  return linear(hidden, linear_proj2.weight, linear_proj2.bias); // (B·T, C)
}
