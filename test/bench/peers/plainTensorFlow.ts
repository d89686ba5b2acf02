import type { Scalar, Tensor, Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import type { ModelConfiguration } from '../../../src/model/configuration';
import type { Batch, Engine } from '../../../src/training/engines/engine';
import type { TensorFlow } from '../../../src/training/engines/tensorflow/load';
import { PYTORCH_ADAMW } from '../../../src/training/optimizers/recipe';

const EPSILON = 1e-5;
const NEVER = -1e9;

/**
 * The same model as a tutorial on TensorFlow.js would write it: a variable for each tensor, queries, keys and values from
 * matrices of their own, LayerNorm from moments, and AdamW variable by variable, since the library has only Adam.
 */
export class PlainTensorFlow implements Pick<Engine, 'step'> {
  private readonly variables = new Map<string, Variable>();
  private readonly moments = new Map<string, readonly [first: Variable, second: Variable]>();
  private readonly mask: Tensor2D;
  private steps = 0;

  constructor(
    private readonly tf: TensorFlow,
    private readonly configuration: ModelConfiguration,
  ) {
    const { context_length } = configuration;
    const future = tf.sub(tf.ones([context_length, context_length]), this.lowerTriangle(context_length));
    this.mask = tf.mul(future, NEVER);
    // All variables are to be there before the first gradients.
    tf.tidy(() => this.logits(tf.zeros([context_length], 'int32')));
    for (const [name, variable] of this.variables) {
      this.moments.set(name, [tf.variable(tf.zerosLike(variable)), tf.variable(tf.zerosLike(variable))]);
    }
  }

  async step(batch: Batch, learningRate: number): Promise<number> {
    const { tf } = this;
    this.steps += 1;
    const { value: cost, grads } = tf.variableGrads(() => this.loss(batch), [...this.variables.values()]);
    for (const [name, variable] of this.variables) {
      tf.tidy(() => this.update(name, variable, grads[variable.name] ?? tf.zerosLike(variable), learningRate));
    }
    const [value = NaN] = await cost.data();
    tf.dispose([cost, grads]);
    return value;
  }

  private update(name: string, variable: Variable, gradient: Tensor, learningRate: number): void {
    const { tf } = this;
    const { beta1, beta2, epsilon, weightDecay } = PYTORCH_ADAMW;
    const [first, second] = this.moments.get(name) ?? [variable, variable];
    first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
    second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
    const corrected1 = tf.div(first, 1 - beta1 ** this.steps);
    const corrected2 = tf.div(second, 1 - beta2 ** this.steps);
    const direction = tf.div(corrected1, tf.add(tf.sqrt(corrected2), epsilon));
    const decayed = tf.mul(variable, 1 - learningRate * weightDecay);
    variable.assign(tf.sub(decayed, tf.mul(direction, learningRate)));
  }

  private loss({ tokens, targets }: Batch): Scalar {
    const { tf, configuration } = this;
    const labels = tf.oneHot(this.indices(targets), configuration.vocab_size);
    return tf.losses.softmaxCrossEntropy(labels, this.logits(this.indices(tokens)));
  }

  /** (B·T) → (B·T, vocab_size) */
  private logits(tokens: Tensor1D): Tensor {
    const { tf } = this;
    const { context_length, d_embed, n_layer, vocab_size } = this.configuration;
    const embeddings = tf.gather(this.variable('token embeddings', [vocab_size, d_embed], 'normal'), tokens);
    const positions = this.variable('positional embeddings', [context_length, d_embed], 'normal');
    let x = tf.add(tf.reshape(embeddings, [-1, context_length, d_embed]), positions); // (B, T, C)
    for (let layer = 0; layer < n_layer; layer++) {
      x = tf.add(x, this.attention(`attention ${layer}`, this.layerNorm(`norm 1 of ${layer}`, x)));
      x = tf.add(x, this.perceptron(`perceptron ${layer}`, this.layerNorm(`norm 2 of ${layer}`, x)));
    }
    return tf.reshape(this.linear('head', this.layerNorm('norm', x), vocab_size), [-1, vocab_size]);
  }

  private attention(name: string, x: Tensor): Tensor {
    const { tf } = this;
    const { context_length, d_embed, n_head } = this.configuration;
    const heads = (part: string): Tensor => {
      const projected = this.linear(`${part} of ${name}`, x, d_embed, { bias: false });
      const split = tf.reshape(projected, [-1, context_length, n_head, d_embed / n_head]);
      return tf.transpose(split, [0, 2, 1, 3]); // (B, H, T, C/H)
    };
    const scores = tf.div(tf.matMul(heads('query'), heads('key'), false, true), Math.sqrt(d_embed / n_head));
    const gathered = tf.matMul(tf.softmax(tf.add(scores, this.mask)), heads('value'));
    const merged = tf.reshape(tf.transpose(gathered, [0, 2, 1, 3]), [-1, context_length, d_embed]);
    return this.linear(`projection of ${name}`, merged, d_embed);
  }

  private perceptron(name: string, x: Tensor): Tensor {
    const { d_embed } = this.configuration;
    const hidden = this.tf.relu(this.linear(`${name}, in`, x, 4 * d_embed));
    return this.linear(`${name}, out`, hidden, d_embed);
  }

  private layerNorm(name: string, x: Tensor): Tensor {
    const { tf } = this;
    const { d_embed } = this.configuration;
    const { mean, variance } = tf.moments(x, -1, true);
    const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, EPSILON)));
    const gain = this.variable(`gain of ${name}`, [d_embed], 'ones');
    return tf.add(tf.mul(normal, gain), this.variable(`bias of ${name}`, [d_embed], 'zeros'));
  }

  /** (B, T, in) → (B, T, out) */
  private linear(name: string, x: Tensor, out: number, { bias = true } = {}): Tensor {
    const { tf } = this;
    const [, time = 0, width = 0] = x.shape;
    const weight = this.variable(`weight of ${name}`, [width, out], 'uniform');
    const product = tf.reshape(tf.matMul(tf.reshape(x, [-1, width]), weight), [-1, time, out]);
    return bias ? tf.add(product, this.variable(`bias of ${name}`, [out], 'zeros')) : product;
  }

  /** The variable of that name; the first time, a new one. */
  private variable(name: string, shape: number[], fill: 'normal' | 'uniform' | 'ones' | 'zeros'): Tensor {
    const known = this.variables.get(name);
    if (known) return known;
    const { tf } = this;
    const bound = 1 / Math.sqrt(shape[0] ?? 1);
    const values = {
      normal: () => tf.randomNormal(shape),
      uniform: () => tf.randomUniform(shape, -bound, bound),
      ones: () => tf.ones(shape),
      zeros: () => tf.zeros(shape),
    };
    const variable = tf.variable(values[fill](), true, name);
    this.variables.set(name, variable);
    return variable;
  }

  private indices(ids: BigInt64Array): Tensor1D {
    return this.tf.tensor1d(Int32Array.from(ids, Number), 'int32');
  }

  private lowerTriangle(size: number): Tensor2D {
    return this.tf.linalg.bandPart(this.tf.ones([size, size]), -1, 0);
  }
}
