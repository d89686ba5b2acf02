import { UserError } from '../../errors';
import type { EngineName } from '../types';

/** An engine cannot go on, for a reason that lies in the machine: another engine may be able to. */
export class EngineError extends UserError {
  /** @param trouble what happened, without a full stop; what to do is added. */
  constructor(
    readonly engine: EngineName,
    trouble: string,
    options?: ErrorOptions,
  ) {
    super(`${trouble}. Train on with the engine “${otherEngine(engine)}”, or try again.`, options);
  }
}

export function otherEngine(engine: EngineName): EngineName {
  return engine === 'tensorflow' ? 'onnxruntime' : 'tensorflow';
}
