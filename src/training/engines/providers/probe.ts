import { CancelledError } from '../../../errors';
import { formatDuration } from '../../../format';
import { describeExit, forkProcess, type ProcessExit } from '../../../processes';
import { isProviderProbeReport, type ProviderProbeReport, type ProviderProbeRequest } from './probeProtocol';

/** What came of trying a provider. */
export type ProviderProbe = UsableProvider | UnusableProvider;

/** It computes what the processor computes. */
export interface UsableProvider {
  readonly state: 'usable';
  /** How many times as fast as the processor an iteration is, optimizer left out. */
  readonly speed: number;
}

export interface UnusableProvider {
  readonly state: 'unusable';
  /** A clause, to stand after the provider's name: "finds no GPU". */
  readonly reason: string;
}

export interface ProviderProbeOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMilliseconds?: number;
}

/**
 * A GPU's driver compiles about a hundred small programs at the first iteration, which takes it some seconds. A processor
 * that plays a GPU (a "software adapter") needs that long for one iteration, and is given up.
 */
const TIMEOUT_MILLISECONDS = 20_000;

/** Who names a provider wants it even if it takes its time. */
export const PATIENT_TIMEOUT_MILLISECONDS = 120_000;

/**
 * Tries a provider in a short-lived process of its own: should its driver crash, or not come back, nothing else is taken
 * along.
 *
 * @param script the built `provider-probe.js`
 * @throws CancelledError if the signal asks for it
 */
export async function probeProvider(
  script: string,
  request: ProviderProbeRequest,
  { signal, timeoutMilliseconds = TIMEOUT_MILLISECONDS }: ProviderProbeOptions = {},
): Promise<ProviderProbe> {
  const late = AbortSignal.timeout(timeoutMilliseconds);
  const { exit, report } = await runProbe(script, request, signal ? [signal, late] : [late]);
  if (signal?.aborted) throw new CancelledError();
  if (report) return understand(report);
  return unusable(late.aborted ? `took longer than ${formatDuration(timeoutMilliseconds / 1000)}` : crash(exit));
}

interface ProbeOutcome {
  readonly exit: ProcessExit;
  readonly report: ProviderProbeReport | undefined;
}

/** The process is ended as soon as it has reported: drivers may hang when they are unloaded. */
function runProbe(
  script: string,
  request: ProviderProbeRequest,
  signals: readonly AbortSignal[],
): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    let report: ProviderProbeReport | undefined;
    const child = forkProcess(script, {
      onMessage: (message) => {
        if (isProviderProbeReport(message)) report = message;
        child.dispose();
      },
      onExit: (exit) => {
        for (const signal of signals) signal.removeEventListener('abort', dispose);
        resolve({ exit, report });
      },
    });
    const dispose = () => child.dispose();
    for (const signal of signals) signal.addEventListener('abort', dispose);
    if (signals.some(({ aborted }) => aborted)) dispose();
    child.send(request);
  });
}

function understand(report: ProviderProbeReport): ProviderProbe {
  switch (report.type) {
    case 'agrees':
      return { state: 'usable', speed: report.processorMilliseconds / report.milliseconds };
    case 'differs':
      return unusable('computes other numbers than the processor');
    case 'fails':
      return unusable(explain(report.message));
  }
}

function explain(message: string): string {
  if (/No supported adapters|Failed to get a WebGPU adapter/i.test(message)) return 'finds no GPU';
  if (/Failed to load shared library/i.test(message)) return 'is not installed';
  return `does not work here (${message.split('\n')[0] ?? ''})`;
}

function crash(exit: ProcessExit): string {
  return `does not work here (its process ${describeExit(exit)})`;
}

function unusable(reason: string): UnusableProvider {
  return { state: 'unusable', reason };
}
