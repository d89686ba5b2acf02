import type { EngineName, TrainingRequest } from '../types';
import { EngineError } from './engineError';
import { findTensorFlow, type TensorFlowPackage } from './tensorflow/package';
import { probeTensorFlow, type TensorFlowReady } from './tensorflow/probe';

/** Which engine trains, and why. */
export type EngineChoice = OnnxRuntimeChoice | TensorFlowChoice;

interface OnnxRuntimeChoice {
  readonly engine: Extract<EngineName, 'onnxruntime'>;
  /** To stand after the engine's name: "because TensorFlow.js is not installed". */
  readonly reason: string;
}

interface TensorFlowChoice {
  readonly engine: Extract<EngineName, 'tensorflow'>;
  /** To stand after the engine's name: "on NVIDIA GeForce RTX 3080". */
  readonly reason: string;
  readonly tensorFlow: TensorFlowPackage;
}

/**
 * Chooses the engine. `auto` takes TensorFlow.js where it computes on a GPU, and ONNX Runtime, which is always there and
 * faster on a processor, everywhere else.
 *
 * @param probe the built `tensorflow-probe.js`
 * @throws EngineError if an engine is asked for by name and cannot be used. CancelledError if the signal asks for it.
 */
export async function chooseEngine(
  { engine, tensorFlowFolder }: Pick<TrainingRequest, 'engine' | 'tensorFlowFolder'>,
  probe: string,
  signal: AbortSignal,
): Promise<EngineChoice> {
  if (engine === 'onnxruntime') return onnxRuntime('as chosen');
  const tensorFlow = findTensorFlow(tensorFlowFolder);
  if (!tensorFlow) return unusable(engine, 'TensorFlow.js is not installed');
  const found = await probeTensorFlow(probe, tensorFlow, { signal });
  if (found.state === 'broken') return unusable(engine, `TensorFlow.js does not work here: ${found.reason}`);
  if (found.gpu) return { engine: 'tensorflow', reason: `on ${found.gpu.name ?? 'a GPU'}`, tensorFlow };
  return engine === 'auto' ? onnxRuntime(`because ${withoutGpu(found)}`) : onProcessor(tensorFlow, found);
}

function onnxRuntime(reason: string): EngineChoice {
  return { engine: 'onnxruntime', reason };
}

function onProcessor(tensorFlow: TensorFlowPackage, ready: TensorFlowReady): EngineChoice {
  return { engine: 'tensorflow', reason: `on the processor, because ${withoutGpu(ready)}`, tensorFlow };
}

function withoutGpu({ noGpuReason }: TensorFlowReady): string {
  return noGpuReason === undefined ? 'TensorFlow.js sees no GPU' : `TensorFlow.js sees no GPU: ${noGpuReason}`;
}

function unusable(wanted: 'auto' | 'tensorflow', why: string): EngineChoice {
  if (wanted === 'auto') return onnxRuntime(`because ${why}`);
  const message =
    `${why}. Run “MyGPT: Install TensorFlow Engine” (for the command line: npm install @tensorflow/tfjs-node-gpu), ` +
    'or choose the engine “onnxruntime”.';
  throw new EngineError(message, ['installTensorFlow', 'useOnnxRuntime']);
}
