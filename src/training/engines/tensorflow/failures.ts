import { messageOf } from '../../../errors';
import { EngineError } from '../engineError';

/** How TensorFlow and NVIDIA's libraries say that memory is used up. */
const OUT_OF_MEMORY =
  /\bOOM when allocating|_OUT_OF_MEMORY\b|_ALLOC_FAILED\b|\bran out of memory\b|Dst tensor is not initialized/i;

/** What NVIDIA's libraries say of other troubles. */
const GPU_TROUBLE =
  /\b(?:CUDA|CUDNN|CUBLAS|CUSOLVER|CURAND)_[A-Z_]+|\bcu(?:DNN|BLAS|SOLVER)\b|\bCUDA\b|\bptxas\b|\bBlas x?GEMM/i;

const ON_GPU = /\bGPU\b|\bCUDA|\bCUBLAS|\bCUDNN/i;

/**
 * What TensorFlow threw, as an error whose sentence names the trouble and what to do, if the trouble is the machine's. Its
 * own first line comes along, since that is what one searches for.
 */
export function explainFailure(error: unknown): unknown {
  const [message = ''] = messageOf(error).split('\n');
  const trouble = troubleIn(message);
  return trouble === undefined ? error : new EngineError('tensorflow', `${trouble}: ${message}`, { cause: error });
}

function troubleIn(message: string): string | undefined {
  if (OUT_OF_MEMORY.test(message)) {
    return ON_GPU.test(message) ? 'The GPU ran out of memory' : 'TensorFlow ran out of memory';
  }
  return GPU_TROUBLE.test(message) ? 'The GPU failed' : undefined;
}
