import { UserError } from '../errors';
import type { Corpus } from './corpus';

/**
 * @throws UserError if no batch of `contextLength` characters and their successors can be drawn from both parts, or if
 * there is nothing to learn.
 */
export function requireTrainable(corpus: Corpus, contextLength: number): void {
  const { training, heldOut, vocabulary } = corpus;
  if (Math.min(training.length, heldOut.length) <= contextLength) {
    throw new UserError(
      `There is too little text to train on: ${training.length} characters, and ${heldOut.length} to measure on; ` +
        `with a context of ${contextLength}, more than ${contextLength} of each are needed. Open a folder with more text.`,
    );
  }
  if (vocabulary.size < 2) {
    throw new UserError(
      'The text repeats a single character: there is nothing to learn. Open a folder with more text.',
    );
  }
}
