import os from 'node:os';
import type { ModelConfiguration } from '../../model/configuration';
import { loadRuntime, type Runtime } from '../../model/runtime';
import type { ExecutionProvider, TrainingRequest } from '../types';
import type { EngineChoice } from './choose';
import type { Batch, Engine, EngineRecipe, OptimizerState } from './engine';
import { OnnxRuntimeEngine, type OnnxRuntimeOptions } from './onnxruntime';
import { ParallelEngine } from './parallel/engine';
import { chooseProvider, type ChosenProvider, failedProvider } from './providers/choose';
import { PATIENT_TIMEOUT_MILLISECONDS, probeProvider } from './providers/probe';
import { ProbeMemory } from './providers/probeMemory';
import { TensorFlowEngine } from './tensorflow/engine';
import { loadTensorFlow } from './tensorflow/load';

/** What an engine is made of. */
export interface EngineParts extends Pick<TrainingRequest, 'executionProvider' | 'providerMemory' | 'threads'> {
  readonly choice: EngineChoice;
  readonly configuration: ModelConfiguration;
  readonly recipe: EngineRecipe;
  /** Where to begin; its vectors become the engine's own. */
  readonly state: OptimizerState;
  /** Draws a batch to try execution providers with. */
  readonly drawBatch: () => Batch;
  /** The built `provider-probe.js`. */
  readonly providerProbe: string;
  /** The built `training-worker.js` */
  readonly trainingWorker: string;
  readonly signal: AbortSignal;
}

/**
 * Makes the engine that was chosen.
 *
 * @param announce called with what is to be said after the engine's name, and the updates made so far: when the engine is
 * ready, and again if it has to change what it computes on
 * @throws CancelledError if the signal asks for it
 */
export async function createEngine(
  parts: EngineParts,
  announce: (reason: string, step: number) => void,
): Promise<Engine> {
  const { choice, configuration, recipe, state } = parts;
  if (choice.engine === 'tensorflow') {
    const engine = new TensorFlowEngine(loadTensorFlow(choice.tensorFlow, parts.threads), configuration, recipe, state);
    announce(choice.reason, state.step);
    return engine;
  }
  return await createOnnxRuntimeEngine(parts, (on, step) =>
    announce(on === undefined ? choice.reason : `${choice.reason}; it computes ${on}`, step),
  );
}

async function createOnnxRuntimeEngine(
  parts: EngineParts,
  announce: (on: string | undefined, step: number) => void,
): Promise<Engine> {
  const { state } = parts;
  const runtime = await loadRuntime();
  const threads = parts.threads > 0 ? parts.threads : defaultThreads(runtime);
  const { provider, reason } = await findProvider(parts, runtime, threads);
  const onProviderFailure = (error: unknown, step: number) =>
    provider && announce(failedProvider(provider, error), step);
  try {
    const engine = await createOn(parts, threads, { provider, onProviderFailure });
    announce(reason, state.step);
    return engine;
  } catch (error) {
    if (provider === undefined) throw error;
    onProviderFailure(error, state.step);
    return await createOn(parts, threads);
  }
}

async function createOn(
  { configuration, recipe, state, trainingWorker }: EngineParts,
  threads: number,
  options: OnnxRuntimeOptions = {},
): Promise<Engine> {
  return options.provider === undefined
    ? await createOnProcessor(configuration, recipe, state, threads, trainingWorker)
    : await OnnxRuntimeEngine.create(configuration, recipe, state, threads, options);
}

/**
 * The engine that makes the most of the processor.
 *
 * @param state where to begin; its vectors become the engine's own
 * @param trainingWorker the built `training-worker.js`
 */
export async function createOnProcessor(
  configuration: ModelConfiguration,
  recipe: EngineRecipe,
  state: OptimizerState,
  threads: number,
  trainingWorker: string,
): Promise<Engine> {
  const { code } = await loadRuntime();
  // WebAssembly has its own threads, which are the whole process's.
  return threads > 1 && code === 'native' && ParallelEngine.shardsOf(recipe.batchSize, threads) > 1
    ? await ParallelEngine.create(configuration, recipe, state, threads, trainingWorker)
    : await OnnxRuntimeEngine.create(configuration, recipe, state, threads);
}

/** Each provider is tried with the training's own model and text. */
async function findProvider(parts: EngineParts, runtime: Runtime, threads: number): Promise<ChosenProvider> {
  const { configuration, recipe, state, signal, executionProvider = 'cpu', providerMemory } = parts;
  const options = executionProvider === 'auto' ? {} : { timeoutMilliseconds: PATIENT_TIMEOUT_MILLISECONDS };
  const tryOut = (provider: ExecutionProvider) => {
    const { parameters } = state;
    const { batchSize } = recipe;
    const request = { provider, configuration, batchSize, parameters, batch: parts.drawBatch(), threads };
    return probeProvider(parts.providerProbe, request, { ...options, signal });
  };
  const memory = providerMemory === undefined ? undefined : new ProbeMemory(providerMemory, runtime.version);
  return await chooseProvider(executionProvider, runtime, tryOut, memory);
}

/**
 * One for each core; where there are many, half of them are most likely the second halves of a core. The threads of
 * WebAssembly spin while they wait, so they leave a core to others.
 */
function defaultThreads({ code }: Runtime): number {
  const processors = os.availableParallelism();
  return processors <= 2 && code === 'native' ? processors : Math.min(8, Math.ceil(processors / 2));
}
