import type { InferenceSession } from 'onnxruntime-node';
import { messageOf, UserError } from '../errors';

/** The ONNX runtime's module: `Tensor` makes what sessions are fed. */
export type Runtime = typeof import('onnxruntime-node');

export interface RuntimeOptions {
  /** Processor threads that one run may use. */
  readonly threads: number;
}

/**
 * Loads the ONNX runtime. It is native, so it is loaded when first needed: what needs none of it (a command's help, an
 * export) also runs where it is missing.
 *
 * @throws UserError if there is none for this machine.
 */
export async function loadRuntime(): Promise<Runtime> {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    throw new UserError(
      `MyGPT cannot compute on this machine (${process.platform}, ${process.arch}), because the ONNX runtime does not load: ${messageOf(error)}`,
    );
  }
}

/** A session that runs an ONNX model on the processor. Nothing else in MyGPT chooses where and how graphs are run. */
export async function createSession(onnx: Uint8Array, { threads }: RuntimeOptions): Promise<InferenceSession> {
  const { InferenceSession } = await loadRuntime();
  return await InferenceSession.create(onnx, {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Threads that spin while they wait make an idle session burn a core, and a busy machine several times slower.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
    // Errors only: warnings would fill the standard error that a crash is explained with.
    logSeverityLevel: 3,
  });
}
