import type { InferenceSession } from 'onnxruntime-node';
import { messageOf, UserError } from '../errors';
import { copyToOutputs, loadWasmModule, setWasmThreads } from './wasmRuntime';

type OnnxRuntimeModule = typeof import('onnxruntime-node');

/** The ONNX runtime: `Tensor` makes what sessions are fed. */
export interface Runtime extends Pick<OnnxRuntimeModule, 'InferenceSession' | 'Tensor'> {
  readonly version: string;
  /** Native code, or WebAssembly where there is none for this machine. */
  readonly code: 'native' | 'wasm';
  /** The execution providers that were built into it, by their names in a session's options. */
  readonly providers: readonly string[];
}

export interface RuntimeOptions {
  /** Processor threads that one run may use. WebAssembly keeps to those of the first session. */
  readonly threads: number;
  /** What computes instead of the processor, as far as it can; the rest stays on the processor. */
  readonly provider?: string | undefined;
}

let loading: Promise<Runtime> | undefined;

/**
 * Loads the ONNX runtime, once. It is large, so it is loaded when first needed: what needs none of it (a command's help, an
 * export) also runs where it is missing.
 *
 * @throws UserError if there is none for this machine.
 */
export function loadRuntime(): Promise<Runtime> {
  return (loading ??= loadNative().catch((error: unknown) => loadWasm(error)));
}

/**
 * A session that runs an ONNX model on the processor, unless another provider is named. Nothing else in MyGPT chooses how
 * graphs are run. Tensors that `run` is given for its results are filled.
 *
 * @throws what the provider says, if it is not available or cannot run the model
 */
export async function createSession(
  onnx: Uint8Array,
  { threads, provider = 'cpu' }: RuntimeOptions,
): Promise<InferenceSession> {
  const { code, InferenceSession } = await loadRuntime();
  if (code === 'wasm') await setWasmThreads(threads);
  const session = await InferenceSession.create(onnx, {
    executionProviders: [provider],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Threads that spin while they wait make an idle session burn a core, and a busy machine several times slower.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
    // Errors only: warnings would fill the standard error that a crash is explained with.
    logSeverityLevel: 3,
  });
  return code === 'wasm' ? copyToOutputs(session) : session;
}

async function loadNative(): Promise<Runtime> {
  const { InferenceSession, Tensor, env, listSupportedBackends } = await import('onnxruntime-node');
  const providers = listSupportedBackends().map(({ name }) => name);
  return { version: env.versions.common, code: 'native', InferenceSession, Tensor, providers };
}

/** @param reason why there is no native code */
async function loadWasm(reason: unknown): Promise<Runtime> {
  try {
    const { InferenceSession, Tensor, env } = await loadWasmModule();
    return { version: env.versions.common, code: 'wasm', InferenceSession, Tensor, providers: [] };
  } catch {
    throw new UserError(
      `MyGPT cannot compute on this machine (${process.platform}, ${process.arch}), because the ONNX runtime does not load: ${messageOf(reason)}`,
    );
  }
}
