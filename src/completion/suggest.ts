import type { LanguageModel, SuggestRequest } from '../inference/types';
import { type Caution, cautionOf, DEFAULT_CONFIDENCE } from './confidence';
import { canSuggest, fitSuggestion } from './fit';
import type { Place } from './rules/rule';

/** How much to suggest, and when. */
export interface CompletionOptions extends Caution {
  /** The longest suggestion, in characters. */
  readonly maxCharacters: number;
  /** Let a suggestion go on beyond the end of the line. */
  readonly multiline: boolean;
  /** The shortest suggestion, in characters. */
  readonly minCharacters: number;
}

/** As in the settings of the extension. */
export const DEFAULT_COMPLETION_OPTIONS: CompletionOptions = {
  ...cautionOf(DEFAULT_CONFIDENCE),
  maxCharacters: 40,
  multiline: false,
  minCharacters: 2,
};

/**
 * The text to insert between `prefix` and `suffix`, the texts left and right of the cursor; empty if nothing is worth
 * suggesting. Of the two only what is near the cursor matters. Its line breaks are '\n'.
 *
 * @throws CancelledError
 */
export async function suggestCompletion(
  model: Pick<LanguageModel, 'suggest'>,
  prefix: string,
  suffix: string,
  options: CompletionOptions & Pick<SuggestRequest, 'place'>,
  signal?: AbortSignal,
): Promise<string> {
  const place = placeBetween(prefix, suffix, options);
  if (!canSuggest(place)) return '';
  const { maxCharacters, minCharacters, minProbability, wrongCost, multiline } = options;
  const request = {
    prefix: withUnixLineEnds(prefix),
    suffix: place.suffix,
    maxCharacters,
    minCharacters,
    minProbability,
    wrongCost,
    multiline,
    place: options.place,
  };
  const { characters } = await model.suggest(request, signal);
  return fitSuggestion(characters.map(({ character }) => character).join(''), place);
}

/** The place between two texts. */
export function placeBetween(
  prefix: string,
  suffix: string,
  { multiline, minCharacters }: Pick<CompletionOptions, 'multiline' | 'minCharacters'>,
): Place {
  const before = withUnixLineEnds(prefix);
  const after = withUnixLineEnds(suffix);
  const lineEnd = after.indexOf('\n');
  return {
    linePrefix: before.slice(before.lastIndexOf('\n') + 1),
    lineSuffix: lineEnd === -1 ? after : after.slice(0, lineEnd),
    suffix: after,
    multiline,
    minCharacters,
  };
}

/** As in the corpus that the model was trained on. */
function withUnixLineEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
