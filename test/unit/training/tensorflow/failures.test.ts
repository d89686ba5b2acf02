import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageOf } from '../../../../src/errors';
import { EngineError } from '../../../../src/training/engines/engineError';
import { explainFailure } from '../../../../src/training/engines/tensorflow/failures';

/** What TensorFlow throws, as others have reported it, and how the sentence begins. */
const FAILURES: readonly (readonly [thrown: string, sentence: RegExp])[] = [
  [
    'Invalid TF_Status: 8\nMessage: OOM when allocating tensor with shape[64,512,512] and type float on /job:localhost/replica:0/task:0/device:GPU:0 by allocator GPU_0_bfc',
    /^The GPU ran out of memory \(OOM when allocating tensor with shape/,
  ],
  [
    'Invalid TF_Status: 13\nMessage: Failed to initialize GPU device #0: CUDA_ERROR_OUT_OF_MEMORY: out of memory',
    /^The GPU ran out of memory \(.*CUDA_ERROR_OUT_OF_MEMORY/,
  ],
  [
    'Invalid TF_Status: 13\nMessage: Blas xGEMMBatched launch failed : a.shape=[128,64,16], b.shape=[128,64,16]',
    /^The GPU failed \(Blas xGEMMBatched launch failed/,
  ],
  [
    'Invalid TF_Status: 13\nMessage: Failed to create cublas handle: CUBLAS_STATUS_NOT_INITIALIZED',
    /^The GPU failed \(.*CUBLAS_STATUS_NOT_INITIALIZED/,
  ],
  [
    'Invalid TF_Status: 13\nMessage: could not synchronize on CUDA context: CUDA_ERROR_ILLEGAL_ADDRESS: an illegal memory access was encountered',
    /^The GPU failed \(.*CUDA_ERROR_ILLEGAL_ADDRESS/,
  ],
  [
    'Invalid TF_Status: 8\nMessage: OOM when allocating tensor by allocator mklcpu',
    /^TensorFlow ran out of memory \(OOM/,
  ],
];

for (const [thrown, sentence] of FAILURES) {
  test(`“${thrown.split('\n')[1] ?? ''}” is named, with the other engine as a way on`, () => {
    const error = explainFailure(new Error(thrown));
    assert.ok(error instanceof EngineError);
    assert.match(error.message, sentence);
    assert.match(error.message, /\. The engine “onnxruntime” can go on in its place\.$/);
    assert.deepEqual(error.remedies, ['useOnnxRuntime']);
  });
}

test('what is a mistake of ours stays one', () => {
  const mistake = new Error('Invalid TF_Status: 3\nMessage: Matrix size-incompatible: In[0]: [4,5], In[1]: [4,5]');
  assert.equal(explainFailure(mistake), mistake);
  assert.equal(messageOf(explainFailure(new TypeError('x is undefined'))), 'x is undefined');
});
