import type { Random } from '../random';

/** Draws batches of random windows of a text, as the MyGPT notebook does. */
export class BatchSampler {
  /**
   * @param tokens more than `contextLength` of them
   * @param random drawn from once a window, so that its state is all that resuming needs
   */
  constructor(
    private readonly tokens: Uint16Array,
    private readonly contextLength: number,
    private readonly batchSize: number,
    private readonly random: Random,
  ) {
    if (tokens.length <= contextLength) {
      throw new RangeError(`A text of ${tokens.length} tokens has no window of ${contextLength} and its successor.`);
    }
  }

  /**
   * Fills both with the next batch, [batchSize, contextLength] in row-major order: `inputs` with windows that start
   * anywhere in the text with equal probability, `targets` with the token that follows each token of `inputs`.
   */
  next(inputs: BigInt64Array, targets: BigInt64Array): void {
    for (let row = 0; row < this.batchSize; row++) {
      const start = this.random.integer(this.tokens.length - this.contextLength);
      this.copyWindow(start, inputs, row);
      this.copyWindow(start + 1, targets, row);
    }
  }

  private copyWindow(start: number, destination: BigInt64Array, row: number): void {
    const offset = row * this.contextLength;
    for (let time = 0; time < this.contextLength; time++) {
      destination[offset + time] = BigInt(this.tokens[start + time] ?? 0);
    }
  }
}
