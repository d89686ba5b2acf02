import type { Vocabulary } from '../corpus/vocabulary';
import { Random } from '../random';
import { throwIfCancelled } from './cancellation';
import { Decoder, promptTokens } from './decoder';
import { drawToken, mostProbable, softmax, topTokens } from './sampling';
import type { DecodeSession } from './session';
import type { GenerateRequest, Prediction } from './types';

/**
 * Continues a prompt, a character at a time. The model always sees the last `context_length` characters exactly as it was
 * trained to; the same request gives the same text. The unknown token is never produced. Ends early only if the model
 * considers no character possible, as one whose training diverged.
 *
 * @throws CancelledError between two characters, once `signal` is aborted
 */
export async function* generateText(
  session: DecodeSession,
  vocabulary: Vocabulary,
  request: GenerateRequest,
  signal?: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  const decoder = new Decoder(session);
  const random = new Random(request.seed);
  let state = await decoder.read(promptTokens(vocabulary, request.prompt));
  for (let made = 1; made <= request.length; made++) {
    throwIfCancelled(signal);
    const token = chooseToken(state.logits, vocabulary, request, random);
    if (token === undefined) return;
    yield vocabulary.decode([token]);
    if (made < request.length) state = await decoder.next(state, token);
  }
}

/** The `top` most probable next characters, highest first. Their probabilities are the model's own: they count the unknown token's share. */
export async function predictNext(
  session: DecodeSession,
  vocabulary: Vocabulary,
  prompt: string,
  top: number,
): Promise<readonly Prediction[]> {
  const { logits } = await new Decoder(session).read(promptTokens(vocabulary, prompt));
  const probabilities = characterProbabilities(logits, vocabulary);
  return topTokens(probabilities, top).map((token) => ({
    character: vocabulary.decode([token]),
    probability: probabilities[token] ?? 0,
  }));
}

/** The probability of each token, 0 for the unknown one, since it is no character. */
export function characterProbabilities(logits: Float32Array, vocabulary: Vocabulary, temperature = 1): Float64Array {
  const probabilities = softmax(logits, temperature);
  if (vocabulary.unknown !== undefined) probabilities[vocabulary.unknown] = 0;
  return probabilities;
}

function chooseToken(
  logits: Float32Array,
  vocabulary: Vocabulary,
  { temperature, topK }: Pick<GenerateRequest, 'temperature' | 'topK'>,
  random: Random,
): number | undefined {
  if (temperature === 0) return mostProbable(characterProbabilities(logits, vocabulary));
  const probabilities = characterProbabilities(logits, vocabulary, temperature);
  return drawToken(probabilities, topTokens(probabilities, topK > 0 ? topK : vocabulary.size), random);
}
