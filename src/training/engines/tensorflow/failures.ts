import { messageOf } from '../../../errors';
import { EngineError } from '../engineError';

/** How TensorFlow and NVIDIA's libraries say that memory is used up. */
const OUT_OF_MEMORY =
  /\bOOM when allocating|_OUT_OF_MEMORY\b|_ALLOC_FAILED\b|\bran out of memory\b|Dst tensor is not initialized/i;

/** What NVIDIA's libraries, and TensorFlow on them, say of other troubles. */
const GPU_TROUBLE =
  /\b(?:CUDA|CUDNN|CUBLAS|CUSOLVER|CURAND)_[A-Z_]+|\bcu(?:DNN|BLAS|SOLVER)\b|\bCUDA\b|\bptxas\b|\bBlas x?GEMM/i;

const GPU = /\bGPU\b|\bCUDA|\bCUBLAS|\bCUDNN/i;

/** What to do when TensorFlow cannot go on. */
export const OTHER_ENGINE = 'The engine “onnxruntime” can go on in its place.';

/**
 * What TensorFlow threw, or said before it ended the process; as an error whose sentences name the trouble and what to do,
 * if the trouble is the machine's. TensorFlow's own words come along: one searches for them.
 *
 * @returns `error` itself if it is not the machine's
 */
export function explainFailure(error: unknown): unknown {
  const words = wordsOf(messageOf(error));
  const trouble = troubleIn(words);
  if (trouble === undefined) return error;
  return new EngineError(`${trouble} (${words}). ${OTHER_ENGINE}`, ['useOnnxRuntime'], { cause: error });
}

/** Its first line; but TensorFlow.js puts "Invalid TF_Status: 8" above what TensorFlow says. */
function wordsOf(message: string): string {
  const [, words] = /^Message: (.*)/m.exec(message) ?? [];
  return words ?? message.split('\n')[0] ?? '';
}

function troubleIn(words: string): string | undefined {
  if (OUT_OF_MEMORY.test(words)) return `${GPU.test(words) ? 'The GPU' : 'TensorFlow'} ran out of memory`;
  return GPU_TROUBLE.test(words) ? 'The GPU failed' : undefined;
}
