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
 * if the trouble is the machine's. The first line of TensorFlow's own words comes along: one searches for it.
 *
 * @returns `error` itself if it is not the machine's
 */
export function explainFailure(error: unknown): unknown {
  const [words = ''] = messageOf(error).split('\n');
  const trouble = troubleIn(words);
  if (trouble === undefined) return error;
  return new EngineError(`${trouble} (${words}). ${OTHER_ENGINE}`, ['useOnnxRuntime'], { cause: error });
}

function troubleIn(words: string): string | undefined {
  if (OUT_OF_MEMORY.test(words)) return `${GPU.test(words) ? 'The GPU' : 'TensorFlow'} ran out of memory`;
  return GPU_TROUBLE.test(words) ? 'The GPU failed' : undefined;
}
