/**
 * What is added to the score of a future character while training. exp(−60) ≈ 9e-27 vanishes beside any weight that
 * float32 can tell apart (2^-24), as long as scores in a row differ by less than 40; far more negative numbers take ONNX
 * Runtime's softmax through a path that is several times slower (denormal numbers).
 */
export const TRAINING_MASK = -60;

/** The same for a model in use: far below every score, and still a number. Exactly 0 after a softmax. */
export const DECODE_MASK = -1e9;

/** A square of zeros with `value` above its diagonal: row t is what is added to the scores of character t. */
export function causalMask(size: number, value: number): Float32Array {
  const mask = new Float32Array(size * size);
  for (let row = 0; row < size; row++) mask.fill(value, row * size + row + 1, (row + 1) * size);
  return mask;
}
