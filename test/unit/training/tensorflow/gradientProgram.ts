// A program for `nodeVersions.test.ts`: computes a little with TensorFlow.js and prints what came out, with the version of
// Node.js that it ran on.
import { loadTensorFlow } from '../../../../src/training/engines/tensorflow/load';
import { requireTensorFlow } from './realTensorFlow';

const tf = loadTensorFlow(requireTensorFlow());

/** The sum of the squares of x·w, for a w of two numbers. */
const { value, grad } = tf.valueAndGrad((w) => {
  const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
  return tf.sum(tf.square(tf.matMul(x, w)));
})(tf.tensor2d([1, -1], [2, 1]));

const [first, second] = tf.split(tf.softmax(tf.tensor1d([0, Math.log(3)])), 2);
const joined = tf.concat([tf.tensor1d([0]), second ?? [], first ?? []]);

console.log(
  JSON.stringify({
    node: process.version,
    value: value.dataSync()[0],
    gradient: [...grad.dataSync()],
    joined: [...joined.dataSync()].map((probability) => Number(probability.toFixed(6))),
  }),
);
