import { CancelledError } from '../../../errors';
import { formatDuration } from '../../../format';
import { forkProcess, type ProcessExit } from '../../../processes';
import { explainCrash, explainLoadError } from './breakage';
import { TENSORFLOW_ENVIRONMENT } from './load';
import { gpuName, noGpuReason } from './log';
import type { TensorFlowPackage } from './package';
import { isProbeReport, type ProbeReport } from './probeProtocol';

/** What came of trying a package. */
export type TensorFlowProbe = TensorFlowReady | TensorFlowBroken;

/** It computes. */
export interface TensorFlowReady {
  readonly state: 'ready';
  /** The GPU that it computes on; `name` is undefined if TensorFlow did not say it. */
  readonly gpu: { readonly name: string | undefined } | undefined;
  /** Why it computes on the processor instead, as a clause: "there is no NVIDIA driver (libcuda.so.1 was not found)". */
  readonly noGpuReason: string | undefined;
}

/** It cannot be used here. */
export interface TensorFlowBroken {
  readonly state: 'broken';
  /** A clause about the package: "its native addon (tfjs_binding.node) is missing". */
  readonly reason: string;
}

export interface ProbeOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMilliseconds?: number;
}

/** CUDA may compile its kernels at the first start, which takes a minute or two on a GPU newer than itself. */
const TIMEOUT_MILLISECONDS = 300_000;

/** TensorFlow's log of a start with all that can be missing is about 10,000 characters long. */
const LOG_LENGTH = 100_000;

/** In its log, TensorFlow says which GPU it took, or why none. */
const VERBOSE = { TF_CPP_MIN_LOG_LEVEL: '0' } as const;

/**
 * Tries a package in a short-lived process of its own: should its native code crash, or not come back, nothing else is
 * taken along.
 *
 * @param script the built `tensorflow-probe.js`
 * @throws CancelledError if the signal asks for it
 */
export async function probeTensorFlow(
  script: string,
  tensorFlow: TensorFlowPackage,
  { signal, timeoutMilliseconds = TIMEOUT_MILLISECONDS }: ProbeOptions = {},
): Promise<TensorFlowProbe> {
  const late = AbortSignal.timeout(timeoutMilliseconds);
  const { exit, report } = await runProbe(script, tensorFlow, signal ? [signal, late] : [late]);
  if (signal?.aborted) throw new CancelledError();
  if (!report && late.aborted) return broken(`it did not start within ${formatDuration(timeoutMilliseconds / 1000)}`);
  return understand(tensorFlow, exit, report);
}

interface ProbeOutcome {
  readonly exit: ProcessExit;
  readonly report: ProbeReport | undefined;
}

/** The process ends by itself, or by one of the signals; only then has it said everything. */
function runProbe(
  script: string,
  tensorFlow: TensorFlowPackage,
  signals: readonly AbortSignal[],
): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    let report: ProbeReport | undefined;
    const child = forkProcess(
      script,
      {
        onMessage: (message) => {
          if (isProbeReport(message)) report = message;
        },
        onExit: (exit) => {
          for (const signal of signals) signal.removeEventListener('abort', dispose);
          resolve({ exit, report });
        },
      },
      { env: { ...TENSORFLOW_ENVIRONMENT, ...VERBOSE }, lastWordsLength: LOG_LENGTH },
    );
    const dispose = () => child.dispose();
    for (const signal of signals) signal.addEventListener('abort', dispose);
    if (signals.some(({ aborted }) => aborted)) dispose();
    child.send(tensorFlow);
  });
}

function understand({ name }: TensorFlowPackage, exit: ProcessExit, report: ProbeReport | undefined): TensorFlowProbe {
  if (!report) return broken(explainCrash(exit));
  if (report.type === 'fails') return broken(explainLoadError(report.message));
  const log = exit.lastWords;
  if (report.usesGpu) return { state: 'ready', gpu: { name: gpuName(log) }, noGpuReason: undefined };
  return { state: 'ready', gpu: undefined, noGpuReason: noGpuReason(log) ?? noCode(name) };
}

function noCode(name: string): string {
  return name.endsWith('-gpu') ? 'its TensorFlow library has no code for GPUs' : `${name} has no code for GPUs`;
}

function broken(reason: string): TensorFlowBroken {
  return { state: 'broken', reason };
}
