import type { Vocabulary } from '../../../src/corpus/vocabulary';

/** A model of text that reads it token by token and says what may come next. */
export interface CharacterModel {
  readonly vocabulary: Vocabulary;
  /** The probability of each token to come next, `vocabulary.size` of them that sum to 1. */
  distribution(): Float64Array;
  /** Reads the next token; a model that adapts learns it, too. */
  read(token: number): void;
  /** From here on everything that is read will be forgotten: until `goBack`. */
  mark(): void;
  /** Stands again where it was marked, as if nothing had been read since. */
  goBack(): void;
}

/** Reads a text, and says how well it was predicted: the mean of −ln p(character), each before it was read. */
export function natsPerCharacter(model: CharacterModel, text: string): number {
  const tokens = model.vocabulary.encode(text);
  let nats = 0;
  for (const token of tokens) {
    nats -= Math.log(model.distribution()[token] ?? 0);
    model.read(token);
  }
  return nats / tokens.length;
}

export function readText(model: CharacterModel, text: string): void {
  for (const token of model.vocabulary.encode(text)) model.read(token);
}
