import type { Vocabulary } from '../corpus/vocabulary';
import type { Calibration } from './calibration';
import { type Continuation, readContinuation } from './continuation';
import type { Decoder, DecoderState } from './decoder';
import { mostSavingEnd } from './expectedSaving';
import { characterProbabilities } from './generate';
import { mostProbable } from './sampling';
import { type End, suggestionEnds } from './suggestionEnds';
import type { Prediction, SuggestRequest, Suggestion } from './types';

/** A suggestion leaves a word unfinished only if it is so sure, and of no whole word sure enough. */
const SURE = 0.6;

/**
 * Continues from `state` with the most probable character each time, and suggests as much of that as is expected to save the
 * most keys, if it is probable enough.
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
  const predictions = mostProbableCharacters(start, decoder, vocabulary);
  const continuation = await readContinuation(predictions, request, signal);
  return chooseSuggestion(continuation, suggestionEnds(continuation, request.prefix), request);
}

/**
 * The part of a continuation to suggest; perhaps nothing.
 *
 * @param ends where it may end
 * @param calibration says how often such suggestions are right; without it the models are believed
 */
export function chooseSuggestion(
  { characters }: Continuation,
  ends: readonly End[],
  request: SuggestRequest,
  calibration?: Calibration,
): Suggestion {
  const calibrated = ends.map(({ length, probability, isInsideWord }) => ({
    length,
    probability: calibration?.probability(probability, length) ?? probability,
    isInsideWord,
  }));
  const wordEnds = calibrated.filter(({ isInsideWord }) => !isInsideWord);
  const wordParts = calibrated.filter(({ isInsideWord, probability }) => isInsideWord && probability >= SURE);
  const best = mostSavingEnd(wordEnds, request) ?? mostSavingEnd(wordParts, request);
  return best ? { characters: characters.slice(0, best.length), probability: best.probability } : { characters: [] };
}

/** The most probable character, and again after it, without end. Each is computed only when it is asked for. */
async function* mostProbableCharacters(
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
