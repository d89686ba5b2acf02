import { CancelledError } from '../errors';

/** @throws CancelledError if the work was cancelled. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError();
}
