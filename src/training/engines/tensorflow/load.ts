import { createRequire } from 'node:module';
import path from 'node:path';
import util from 'node:util';
import type { TensorFlowPackage } from './package';

/** TensorFlow.js: what both packages offer, typed by the part of them that does the work. */
export type TensorFlow = typeof import('@tensorflow/tfjs-core');

/**
 * What TensorFlow reads when it is loaded, to be set in the environment of the process before it starts: on Windows, a
 * variable set later does not reach native code.
 */
export const TENSORFLOW_ENVIRONMENT = {
  // Otherwise it takes all memory of the GPU at once, also from the windows on the screen.
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
} as const;

/**
 * Loads TensorFlow.js into this process, where it stays. It is native: where its library does not fit the machine, the
 * process may end instead, so it is tried in a process of its own first (`probeTensorFlow`).
 *
 * @throws what the package throws: its library or its addon is missing, or cannot be linked.
 */
export function loadTensorFlow({ folder }: TensorFlowPackage): TensorFlow {
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
