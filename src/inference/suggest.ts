import type { Vocabulary } from '../corpus/vocabulary';
import { withoutBegunWord } from './begunWord';
import { throwIfCancelled } from './cancellation';
import type { Decoder, DecoderState } from './decoder';
import { characterProbabilities } from './generate';
import { mostProbable } from './sampling';
import type { Prediction, SuggestRequest, Suggestion } from './types';

/**
 * Continues from `state` with the most probable character each time, as long as the model believes in the whole: until the
 * product of the probabilities falls below `minProbability`, and not into a word that it would leave unfinished. Without
 * `multiline` the line's end ends it and is no part of it.
 *
 * @throws CancelledError between two characters, once `signal` is aborted
 */
export async function suggestFrom(
  start: DecoderState,
  decoder: Pick<Decoder, 'next'>,
  vocabulary: Vocabulary,
  request: SuggestRequest,
  signal?: AbortSignal,
): Promise<Suggestion> {
  return await suggestAlong(mostProbableContinuation(start, decoder, vocabulary), request, signal);
}

/** As `suggestFrom`, along a continuation of which each character is computed only when it is asked for. */
export async function suggestAlong(
  continuation: AsyncIterable<Prediction>,
  { maxCharacters, minProbability, multiline }: SuggestRequest,
  signal?: AbortSignal,
): Promise<Suggestion> {
  const characters: Prediction[] = [];
  let certainty = 1;
  for await (const prediction of continuation) {
    throwIfCancelled(signal);
    if (prediction.character === '\n' && !multiline) break;
    certainty *= prediction.probability;
    if (certainty < minProbability) return { characters: withoutBegunWord(characters, prediction) };
    characters.push(prediction);
    if (characters.length >= maxCharacters) break;
  }
  return { characters };
}

/** The most probable character, and again after it, without end. Each is computed only when it is asked for. */
async function* mostProbableContinuation(
  start: DecoderState,
  decoder: Pick<Decoder, 'next'>,
  vocabulary: Vocabulary,
): AsyncGenerator<Prediction, void, undefined> {
  let state = start;
  for (;;) {
    const probabilities = characterProbabilities(state.logits, vocabulary);
    const token = mostProbable(probabilities);
    if (token === undefined) return;
    yield { character: vocabulary.decode([token]), probability: probabilities[token] ?? 0 };
    state = await decoder.next(state, token);
  }
}
