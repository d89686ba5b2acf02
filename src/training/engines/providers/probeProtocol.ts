import type { ModelConfiguration } from '../../../model/configuration';
import { type Guard, isNumber, isString, objectOf, oneOf, unionOf } from '../../../guards';
import type { ExecutionProvider } from '../../types';
import type { Batch } from '../engine';

/** What the probing process is to compute: a batch of the training that is about to begin. */
export interface ProviderProbeRequest {
  readonly provider: ExecutionProvider;
  readonly configuration: ModelConfiguration;
  readonly batchSize: number;
  readonly parameters: Float32Array;
  readonly batch: Batch;
  /** Of the processor. */
  readonly threads: number;
}

/** What the probing process tells its parent, once. */
export type ProviderProbeReport =
  | {
      readonly type: 'agrees';
      /** Medians of a few iterations, optimizer left out. */
      readonly milliseconds: number;
      readonly processorMilliseconds: number;
    }
  /** It computes something else than the processor. */
  | { readonly type: 'differs' }
  /** What was thrown. */
  | { readonly type: 'fails'; readonly message: string };

export const isProviderProbeReport: Guard<ProviderProbeReport> = unionOf<ProviderProbeReport>({
  agrees: objectOf({ type: oneOf('agrees'), milliseconds: isNumber, processorMilliseconds: isNumber }),
  differs: objectOf({ type: oneOf('differs') }),
  fails: objectOf({ type: oneOf('fails'), message: isString }),
});

/** Parent and child are built together, and a request has been typed all the way: its shape is not checked again. */
export function isProviderProbeRequest(value: unknown): value is ProviderProbeRequest {
  return typeof value === 'object' && value !== null;
}
