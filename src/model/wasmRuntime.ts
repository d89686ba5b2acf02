import type { InferenceSession, OnnxValue, Tensor } from 'onnxruntime-node';

type WasmModule = typeof import('onnxruntime-web');

/** ONNX Runtime in WebAssembly, which runs wherever Node.js does: a third to a half as fast as native code. */
export function loadWasmModule(): Promise<WasmModule> {
  return import('onnxruntime-web');
}

/** Its threads are started with the first session; from then on this changes nothing. */
export async function setWasmThreads(threads: number): Promise<void> {
  const { env } = await loadWasmModule();
  env.wasm.numThreads = threads;
}

/**
 * Makes a session of WebAssembly do what a native one does: fill the tensors that `run` is given for its results. By
 * itself it ignores what is in them, because its memory is its own.
 */
export function copyToOutputs(session: InferenceSession): InferenceSession {
  const run = session.run.bind(session);
  const runAndCopy = async (feeds: InferenceSession.FeedsType, fetches?: InferenceSession.FetchesType) => {
    const names = Array.isArray(fetches) ? (fetches as readonly string[]) : Object.keys(fetches ?? {});
    const results = await run(feeds, names.length > 0 ? names : session.outputNames);
    if (fetches && !Array.isArray(fetches)) copy(results, fetches as InferenceSession.NullableOnnxValueMapType);
    return results;
  };
  return Object.assign(session, { run: runAndCopy });
}

function copy(from: InferenceSession.ReturnType, to: InferenceSession.NullableOnnxValueMapType): void {
  for (const [name, output] of Object.entries(to)) {
    const result = from[name];
    if (result && output && isFloats(result) && isFloats(output)) output.data.set(result.data);
  }
}

function isFloats(value: OnnxValue): value is Tensor & { data: Float32Array } {
  return 'data' in value && value.data instanceof Float32Array;
}
