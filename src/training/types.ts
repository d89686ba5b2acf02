import type { CorpusOptions, CorpusSummary } from '../corpus/types';

export type EngineName = 'onnxruntime' | 'tensorflow';

/** What ONNX Runtime may compute a training on beside the processor, by its own names; what is tried first comes first. */
export const EXECUTION_PROVIDERS = ['cuda', 'dml', 'webgpu', 'coreml'] as const;
export type ExecutionProvider = (typeof EXECUTION_PROVIDERS)[number];

/** `auto` takes a provider only if it is faster than the processor. */
export type ProviderChoice = 'auto' | 'cpu' | ExecutionProvider;

/** What to do about an engine that cannot be used, or cannot go on. */
export const ENGINE_REMEDIES = ['installTensorFlow', 'useOnnxRuntime'] as const;
export type EngineRemedy = (typeof ENGINE_REMEDIES)[number];

/** What to train, from which text, to where. Sent to the training process as it is. */
export interface TrainingRequest {
  readonly corpus: CorpusOptions;
  /** The model folder to write; its parent exists or can be made. */
  readonly modelFolder: string;
  readonly preset: string;
  readonly engine: 'auto' | EngineName;
  /** What the engine `onnxruntime` computes on; the processor, if it is left out. */
  readonly executionProvider?: ProviderChoice;
  /** A file, to remember in which providers were tried for long and in vain. */
  readonly providerMemory?: string;
  /** Where MyGPT installs TensorFlow.js, if it does. */
  readonly tensorFlowFolder?: string;
  readonly seed: number;
  /** Instead of the preset's number of iterations. */
  readonly steps?: number;
  /** Train for this time. */
  readonly minutes?: number;
  /** Instead of the preset's context length. */
  readonly contextLength?: number;
  /** Iterations between two evaluations (and samples) instead of the preset's. */
  readonly evaluationInterval?: number;
  /** Threads of the engine; 0 lets it choose. */
  readonly threads: number;
  /** Go on from the checkpoint beside `modelFolder`. */
  readonly resume: boolean;
  /** Begin anew even where there is a model that could be continued. */
  readonly fresh?: boolean;
}

/** What the training process tells, in this order; `progress` to `paused` repeat. */
export type TrainingEvent =
  | { readonly type: 'reading'; readonly files: number; readonly characters: number }
  | { readonly type: 'corpus'; readonly summary: CorpusSummary }
  | TrainingStarted
  | TrainingStep
  | TrainingProgress
  | TrainingSample
  | TrainingUsable
  | { readonly type: 'paused'; readonly step: number }
  | { readonly type: 'resumed'; readonly step: number }
  | TrainingDone
  | TrainingFailed;

export interface TrainingStarted {
  readonly type: 'started';
  readonly engine: EngineName;
  /** Why this engine, to stand after its name: "because TensorFlow.js is not installed", "on NVIDIA GeForce RTX 3080". */
  readonly engineReason: string;
  readonly preset: string;
  /** Number of trained parameters. */
  readonly parameters: number;
  /** The iteration that training starts from: 0, or the checkpoint's. */
  readonly step: number;
  /** Iterations when all is done, unless the time decides. */
  readonly steps?: number | undefined;
  /** What became of the model that was there; undefined if there was none. */
  readonly origin?: TrainingOrigin | undefined;
}

/** Whether a training continues the model that it will replace. */
export type TrainingOrigin = ContinuedOrigin | AnewOrigin;

/** What is known of the model that is trained further; an imported one has no date and no loss. */
export interface ContinuedOrigin {
  readonly type: 'continued';
  readonly before: TrainingPast;
  /** ISO 8601. */
  readonly savedAt?: string | undefined;
  /** Its held-out loss, on the text as it was then. */
  readonly validationLoss?: number | undefined;
}

/** The trainings that a model has had, all together. */
export interface TrainingPast {
  readonly runs: number;
  /** Iterations. */
  readonly steps: number;
  readonly seconds: number;
}

export interface AnewOrigin {
  readonly type: 'anew';
  /** To stand after "a new model": "as chosen", "because the earlier one is damaged". */
  readonly reason: string;
}

/** Sent a few times a second. */
export interface TrainingStep {
  readonly type: 'step';
  /** Iterations done. */
  readonly step: number;
  /** Mean loss of the batches since the last such event, nats per character. */
  readonly batchLoss: number;
  /** Training time so far, pauses left out. */
  readonly elapsedSeconds: number;
  readonly charactersPerSecond: number;
  readonly secondsLeft: number;
}

/** An evaluation: mean losses over the recipe's number of batches, nats per character. */
export interface TrainingProgress {
  readonly type: 'progress';
  readonly step: number;
  readonly trainingLoss: number;
  readonly validationLoss: number;
  readonly elapsedSeconds: number;
  readonly charactersPerSecond: number;
}

/** The model folder holds the best model so far, which is good enough to use while training goes on. */
export interface TrainingUsable {
  readonly type: 'usable';
  readonly step: number;
}

export interface TrainingSample {
  readonly type: 'sample';
  readonly step: number;
  readonly text: string;
}

export interface TrainingDone {
  readonly type: 'done';
  /** The model folder. */
  readonly model: string;
  /** Iterations done. */
  readonly steps: number;
  readonly engine: EngineName;
  /** The best held-out loss: the saved model's. */
  readonly validationLoss: number;
  readonly elapsedSeconds: number;
}

export interface TrainingFailed {
  readonly type: 'failed';
  /** One clear sentence. */
  readonly message: string;
  /** The user's to mend (empty corpus …), not a defect. */
  readonly userError: boolean;
  /** A checkpoint is there to go on from. */
  readonly resumable: boolean;
  /** What mends a failure of the engine, the best first; empty for other failures. */
  readonly remedies: readonly EngineRemedy[];
}
