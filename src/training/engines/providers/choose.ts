import { messageOf } from '../../../errors';
import type { Runtime } from '../../../model/runtime';
import { EXECUTION_PROVIDERS, type ExecutionProvider, type ProviderChoice } from '../../types';
import type { ProviderProbe, UsableProvider } from './probe';
import type { ProbeMemory } from './probeMemory';

/** What computes the gradients, and why. */
export interface ChosenProvider {
  /** Undefined for the processor. */
  readonly provider: ExecutionProvider | undefined;
  /** To stand after "it computes": "on the processor, because WebGPU finds no GPU"; undefined if it goes without saying. */
  readonly reason: string | undefined;
}

const NAMES: Readonly<Record<ExecutionProvider, string>> = {
  cuda: 'CUDA',
  dml: 'DirectML',
  webgpu: 'WebGPU',
  coreml: 'CoreML',
};

/** By less than this, a GPU is not worth its heat and the risk of a driver. */
const WORTHWHILE_SPEED = 1.2;

/** A refusal that took less is not worth remembering: it is found out anew. */
const LONG_MILLISECONDS = 3000;

/** Tries a provider. */
export type TryOut = (provider: ExecutionProvider) => Promise<ProviderProbe>;

/**
 * Chooses what computes. `auto` takes the first provider that computes what the processor computes, and faster; one that is
 * asked for by name needs not be faster. Where none will do, the processor is always there.
 *
 * @param tryOut called for one provider after the other
 * @param memory spares `auto` what took long and came to nothing
 */
export async function chooseProvider(
  wanted: ProviderChoice,
  { code, providers }: Pick<Runtime, 'code' | 'providers'>,
  tryOut: TryOut,
  memory?: ProbeMemory,
): Promise<ChosenProvider> {
  if (code === 'wasm') return onProcessor('in WebAssembly, as there is no native code for this machine');
  if (wanted === 'cpu') return onProcessor(undefined);
  if (wanted === 'auto') return await chooseFaster(providers, tryOut, memory);
  if (!providers.includes(wanted)) return refused([`${NAMES[wanted]} is not part of ONNX Runtime for this machine`]);
  const probe = await tryOut(wanted);
  return probe.state === 'usable' ? taken(wanted, probe) : refused([`${NAMES[wanted]} ${probe.reason}`]);
}

async function chooseFaster(
  offered: readonly string[],
  tryOut: TryOut,
  memory: ProbeMemory | undefined,
): Promise<ChosenProvider> {
  const reasons: string[] = [];
  for (const provider of EXECUTION_PROVIDERS.filter((name) => offered.includes(name))) {
    const remembered = await memory?.recall(provider);
    const start = performance.now();
    const probe =
      remembered === undefined ? await tryOut(provider) : { state: 'unusable' as const, reason: remembered };
    const isUsable = probe.state === 'usable';
    if (isUsable && probe.speed >= WORTHWHILE_SPEED) return taken(provider, probe);
    const reason = isUsable ? 'is not faster' : probe.reason;
    if (performance.now() - start > LONG_MILLISECONDS) await memory?.keep(provider, reason);
    reasons.push(`${NAMES[provider]} ${reason}`);
  }
  return reasons.length > 0 ? refused(reasons) : onProcessor(undefined);
}

function taken(provider: ExecutionProvider, { speed }: UsableProvider): ChosenProvider {
  return { provider, reason: `with ${NAMES[provider]}, ${timesAsFast(speed)} the processor` };
}

/** @param reasons clauses */
function refused(reasons: readonly string[]): ChosenProvider {
  return onProcessor(`on the processor, because ${reasons.join(' and ')}`);
}

function onProcessor(reason: string | undefined): ChosenProvider {
  return { provider: undefined, reason };
}

/** "3.1 times as fast as". */
function timesAsFast(speed: number): string {
  return `${Number(speed.toPrecision(2))} times as fast as`;
}

/** What is to be said of a provider that was chosen, and failed later. */
export function failedProvider(provider: ExecutionProvider, error: unknown): string {
  return `on the processor, because ${NAMES[provider]} failed (${messageOf(error).split('\n')[0] ?? ''})`;
}
