import { createRequire } from 'node:module';
import path from 'node:path';
import util from 'node:util';
import type { TensorFlowPackage } from './package';

/** TensorFlow.js: what both packages offer, typed by the part of them that does the work. */
export type TensorFlow = typeof import('@tensorflow/tfjs-core');

/**
 * What TensorFlow reads when it is loaded. Whoever starts a process for it gives it these: on Windows, a variable that is
 * set later does not reach native code.
 */
export const TENSORFLOW_ENVIRONMENT = {
  // Errors only: the rest would fill the standard error that a crash is explained with.
  TF_CPP_MIN_LOG_LEVEL: '2',
  // Otherwise it takes all memory of the GPU at once, also from the windows on the screen.
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
} as const;

/**
 * Loads TensorFlow.js into this process, where it stays. It is native: where its library does not fit the machine, the
 * process may end instead, so it is tried in a process of its own first (`probeTensorFlow`).
 *
 * @param threads processor threads that one operation may use; 0 lets TensorFlow choose
 * @throws what the package throws: its library or its addon is missing, or cannot be linked.
 */
export function loadTensorFlow({ folder }: TensorFlowPackage, threads = 0): TensorFlow {
  if (threads > 0) process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  for (const [name, value] of Object.entries(TENSORFLOW_ENVIRONMENT)) process.env[name] ??= value;
  // Node.js 23 removed this function, which the package still calls in most of its kernels.
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
  const tensorFlow = createRequire(path.join(folder, 'package.json'))(folder) as TensorFlow;
  if (tensorFlow.getBackend() !== 'tensorflow')
    throw new Error(`${folder} does not compute with TensorFlow's library.`);
  return tensorFlow;
}

/** Whether TensorFlow computes on a GPU. A package made for GPUs falls back to the processor in silence. */
export function usesGpu(tensorFlow: TensorFlow): boolean {
  const backend: object = tensorFlow.backend();
  return 'isUsingGpuDevice' in backend && backend.isUsingGpuDevice === true;
}
