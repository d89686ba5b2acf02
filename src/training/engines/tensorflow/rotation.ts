import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { architectureOf, type ModelConfiguration } from '../../../model/configuration';
import { rotaryTables } from '../../../model/rotary';
import { differentiable } from './differentiable';
import type { TensorFlow } from './load';

/** As `rotaryTables`, for queries, keys and values of all heads side by side; values are turned by no angle. */
export interface Rotation {
  /** (T, 3·H, C/H) */
  readonly cosine: Tensor;
  /** (T, 3·H, C/H) */
  readonly sine: Tensor;
  /** (C/H, C/H) */
  readonly quarterTurn: Tensor2D;
}

/** What a model with rotary positions turns queries and keys with; undefined for another. */
export function rotationOf(tf: TensorFlow, configuration: ModelConfiguration): Rotation | undefined {
  const { context_length, n_head, d_embed } = configuration;
  if (architectureOf(configuration).positions !== 'rotary') return undefined;
  const width = d_embed / n_head;
  const { cosine, sine, quarterTurn } = rotaryTables(configuration);
  const forEachHead = (table: Float32Array, ofValues: number) =>
    tf.tidy(() => {
      const queriesAndKeys = tf.tile(tf.tensor3d(table, [context_length, 1, width]), [1, 2 * n_head, 1]);
      return tf.concat([queriesAndKeys, tf.fill([context_length, n_head, width], ofValues)], 1);
    });
  return {
    cosine: forEachHead(cosine, 1),
    sine: forEachHead(sine, 0),
    quarterTurn: tf.tensor2d(quarterTurn, [width, width]),
  };
}

/** x (B·T, 3·C), turned; its gradients are turned back. */
export function rotate(tf: TensorFlow, { cosine, sine, quarterTurn }: Rotation, x: Tensor): Tensor {
  const rowsShape = x.shape;
  const headsShape = [-1, ...cosine.shape]; // (B, T, 3·H, C/H)
  const turned = (rows: Tensor, sum: typeof tf.add) => {
    const across = tf.matMul(tf.reshape(rows, [-1, quarterTurn.shape[0]]), quarterTurn);
    const parts = [tf.mul(tf.reshape(rows, headsShape), cosine), tf.mul(tf.reshape(across, headsShape), sine)] as const;
    return tf.reshape(sum(...parts), rowsShape);
  };
  return differentiable(tf, [x], {
    compute: () => ({ value: turned(x, tf.add), saved: [] }),
    gradients: (d) => [turned(d, tf.sub)],
  });
}
