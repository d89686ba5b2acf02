import { createHash } from 'node:crypto';
import { chooseHeldOut, splitPosition } from './heldOut';
import type { LeftOutTally } from './leftOut';
import type { CollectedText, TextCollection } from './textCollection';
import type { CorpusSummary } from './types';
import { Vocabulary } from './vocabulary';

/** The text to train on and the text to measure on, as tokens of a vocabulary. */
export interface Corpus {
  readonly vocabulary: Vocabulary;
  readonly training: Uint16Array;
  readonly heldOut: Uint16Array;
  readonly summary: CorpusSummary;
  /** Identifies vocabulary, text and split: a run can only be resumed on the same. */
  readonly digest: string;
}

/** The two parts of the text, in provisional ids. */
interface Split {
  readonly training: Uint16Array;
  readonly heldOut: Uint16Array;
  readonly heldOutFiles: number;
}

/**
 * Makes a corpus of the collected texts. They are joined in the order of folders and paths, with a line break between two
 * of them; so a single file stays exactly its text.
 */
export function makeCorpus(collection: TextCollection, maxVocabulary: number, leftOut: LeftOutTally): Corpus {
  const { texts, alphabet, separator } = collection;
  const { training, heldOut, heldOutFiles } = split(texts, separator);
  const vocabulary = Vocabulary.fromCounts(alphabet.counts(), maxVocabulary);
  const translation = alphabet.translation(vocabulary);
  const parts = [training, heldOut];
  for (const part of parts) translate(part, translation);
  return {
    vocabulary,
    training,
    heldOut,
    digest: digestOf(vocabulary, parts),
    summary: {
      files: texts.length,
      characters: training.length + heldOut.length,
      trainingCharacters: training.length,
      heldOutCharacters: heldOut.length,
      heldOutBy: heldOutFiles > 0 ? 'files' : 'position',
      heldOutFiles,
      vocabularySize: vocabulary.size,
      unknownCharacters: count(parts, vocabulary.unknown),
      leftOut: leftOut.list(),
    },
  };
}

function split(texts: readonly CollectedText[], separator: Uint16Array): Split {
  const chosen = chooseHeldOut(texts);
  const sorted = texts.toSorted((a, b) => a.folder - b.folder || (a.path < b.path ? -1 : 1));
  if (chosen) {
    const training = join(
      sorted.filter((text) => !chosen.has(text)),
      separator,
    );
    const heldOut = join(
      sorted.filter((text) => chosen.has(text)),
      separator,
    );
    return { training, heldOut, heldOutFiles: chosen.size };
  }
  const all = join(sorted, separator);
  const position = splitPosition(all.length);
  return { training: all.subarray(0, position), heldOut: all.subarray(position), heldOutFiles: 0 };
}

function join(texts: readonly CollectedText[], separator: Uint16Array): Uint16Array {
  const pieces = texts.flatMap(({ tokens }, index) => (index === 0 ? [tokens] : [separator, tokens]));
  const joined = new Uint16Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let position = 0;
  for (const piece of pieces) {
    joined.set(piece, position);
    position += piece.length;
  }
  return joined;
}

function translate(tokens: Uint16Array, translation: Uint16Array): void {
  for (let index = 0; index < tokens.length; index++) tokens[index] = translation[tokens[index] ?? 0] ?? 0;
}

function count(parts: readonly Uint16Array[], token: number | undefined): number {
  if (token === undefined) return 0;
  let occurrences = 0;
  for (const part of parts) for (const each of part) if (each === token) occurrences++;
  return occurrences;
}

function digestOf(vocabulary: Vocabulary, parts: readonly Uint16Array[]): string {
  const hash = createHash('sha256').update(JSON.stringify(vocabulary));
  for (const part of parts) {
    hash.update(`\0${part.length}\0`);
    hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  }
  return hash.digest('hex');
}
