import { UserError } from '../../errors';
import type { EngineRemedy } from '../types';

/** An engine cannot be used, or cannot go on, for a reason that lies in the machine. */
export class EngineError extends UserError {
  /** @param remedies what may be offered, the best first */
  constructor(
    message: string,
    readonly remedies: readonly EngineRemedy[],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
