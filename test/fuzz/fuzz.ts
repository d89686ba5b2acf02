import { Random } from '../../src/random';
import { UserError } from '../../src/errors';
import { mutate } from './mutate';
import type { FuzzTarget } from './targets';

/** An input must not take longer. */
const MOST_MILLISECONDS = 1000;
/** Of the whole process: far more than any of the inputs is worth. */
const MOST_MEGABYTES = 1500;
const INPUTS_A_LOOK = 256;

export interface FuzzOutcome {
  readonly refused: number;
  /** Of the slowest input. */
  readonly milliseconds: number;
  /** The largest that the process was. */
  readonly megabytes: number;
}

/** An input that did what none may do. */
export class FuzzError extends Error {
  override readonly name = 'FuzzError';
  constructor(
    what: string,
    readonly input: Uint8Array,
    options?: ErrorOptions,
  ) {
    super(what, options);
  }
}

/**
 * Feeds a reader random changes of what is right.
 *
 * @throws FuzzError at the first input that ends in something else than a result or a UserError, takes a second, or makes
 *   the process large
 */
export function fuzz({ name, seeds, read }: FuzzTarget, inputs: number, seed: number): FuzzOutcome {
  const random = new Random(seed);
  let refused = 0;
  let slowest = 0;
  let megabytes = 0;
  for (let index = 0; index < inputs; index++) {
    const input = mutate(seeds[index % seeds.length] ?? new Uint8Array(), random);
    const start = performance.now();
    if (!accepts(name, read, input)) refused++;
    const took = performance.now() - start;
    if (took > MOST_MILLISECONDS) throw new FuzzError(`${name}: an input took ${took.toFixed(0)} ms.`, input);
    slowest = Math.max(slowest, took);
    if (index % INPUTS_A_LOOK === 0) megabytes = Math.max(megabytes, process.memoryUsage.rss() / 2 ** 20);
    if (megabytes > MOST_MEGABYTES)
      throw new FuzzError(`${name}: the process is ${megabytes.toFixed(0)} MB large.`, input);
  }
  return { refused, milliseconds: slowest, megabytes };
}

function accepts(name: string, read: FuzzTarget['read'], input: Uint8Array): boolean {
  try {
    read(input);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw new FuzzError(`${name}: ${String(error)}`, input, { cause: error });
  }
}
