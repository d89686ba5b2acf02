import { pauses } from '../memory/pauses';
import { throwIfCancelled } from './cancellation';
import { withoutLoop } from './loop';
import type { Prediction, SuggestRequest } from './types';

/** Less sure than this share of the least probability, no calibration makes a suggestion of it. */
const HOPELESS = 0.5;
/** The memory, unlike the model, does not let the event loop turn by itself; without that, no cancellation would be heard. */
const SLICE_MILLISECONDS = 2;

/** What may be suggested, all of it or its beginning. */
export interface Continuation {
  readonly characters: readonly Prediction[];
  /** The character after them, if it is known. */
  readonly next: string | undefined;
}

/**
 * Reads on until it is hopeless, there are `maxCharacters`, or the text repeats itself. Without `multiline` the line's end ends
 * it and is no part of it.
 *
 * @param predictions each is computed only when it is asked for
 * @throws CancelledError between two characters, once `signal` is aborted
 */
export async function readContinuation(
  predictions: AsyncIterable<Prediction>,
  { maxCharacters, minProbability, multiline }: Pick<SuggestRequest, 'maxCharacters' | 'minProbability' | 'multiline'>,
  signal?: AbortSignal,
): Promise<Continuation> {
  const characters: Prediction[] = [];
  let next: string | undefined;
  let certainty = 1;
  const pause = pauses(SLICE_MILLISECONDS);
  for await (const prediction of predictions) {
    await pause();
    throwIfCancelled(signal);
    next = prediction.character;
    certainty *= prediction.probability;
    if ((next === '\n' && !multiline) || certainty < HOPELESS * minProbability) break;
    characters.push(prediction);
    next = undefined;
    if (characters.length >= maxCharacters) break;
  }
  const kept = withoutLoop(characters);
  return { characters: kept, next: characters[kept.length]?.character ?? next };
}
