import { createHash } from 'node:crypto';
import { chooseHeldOut, laterSplitPosition, splitPosition } from './heldOut';
import type { LeftOutTally } from './leftOut';
import { anchorOf, findAnchor, RecordedSides, recordSplit, type SplitRecord } from './splitRecord';
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
  /** To be kept with the model, for a later training of it. */
  readonly split: SplitRecord;
  /** Undefined if no earlier split was given, or it could not be kept to: the held-out text may be known to the model then. */
  readonly continuity: Continuity | undefined;
}

/** How the text compares with that of a model that is trained further. */
export interface Continuity {
  /** The share of the training text that is in files which are new, or changed, since then. */
  readonly changedShare: number;
}

/** The two parts of the text. */
interface Split {
  readonly training: Uint16Array;
  readonly heldOut: Uint16Array;
  readonly heldOutFiles: number;
  readonly record: SplitRecord;
  readonly continuity: Continuity | undefined;
}

/**
 * Makes a corpus of the collected texts. They are joined in the order of folders and paths, with a line break between two
 * of them; so a single file stays exactly its text.
 *
 * @param earlier of the model that is to be trained further: nothing that it was trained on becomes held-out text
 */
export function makeCorpus(
  collection: TextCollection,
  maxVocabulary: number,
  leftOut: LeftOutTally,
  earlier?: SplitRecord,
): Corpus {
  const vocabulary = Vocabulary.fromCounts(collection.alphabet.counts(), maxVocabulary);
  const texts = new TextsToSplit(collection, vocabulary);
  const { training, heldOut, heldOutFiles, record, continuity } =
    (earlier && texts.keepTo(earlier)) ?? texts.splitAnew();
  const parts = [training, heldOut];
  return {
    vocabulary,
    training,
    heldOut,
    digest: digestOf(vocabulary, parts),
    split: record,
    continuity,
    summary: {
      files: collection.texts.length,
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

/** Texts in their order, which can be split by files or by position. */
class TextsToSplit {
  private readonly sorted: readonly CollectedText[];
  private readonly separator: Uint16Array;

  /** Its texts' tokens become those of the vocabulary. */
  constructor(
    { texts, alphabet, separator }: TextCollection,
    private readonly vocabulary: Vocabulary,
  ) {
    const translation = alphabet.translation(vocabulary);
    for (const { tokens } of texts) translate(tokens, translation);
    this.separator = separator.slice();
    translate(this.separator, translation);
    this.sorted = texts.toSorted((a, b) => a.folder - b.folder || (a.path < b.path ? -1 : 1));
  }

  splitAnew(): Split {
    const chosen = chooseHeldOut(this.sorted);
    if (chosen) return this.byFiles(chosen);
    const all = join(this.sorted, this.separator);
    return this.byPosition(all, splitPosition(all.length));
  }

  /** Undefined if too little text is left that was not trained on. */
  keepTo(earlier: SplitRecord): Split | undefined {
    const chosen = chooseHeldOut(this.sorted, new RecordedSides(earlier));
    if (chosen) return this.byFiles(chosen, earlier);
    if (!earlier.position) return undefined;
    const all = join(this.sorted, this.separator);
    const trained = findAnchor(all, earlier.position, this.vocabulary);
    const position = trained === undefined ? undefined : laterSplitPosition(trained, all.length);
    return position === undefined ? undefined : this.byPosition(all, position, earlier);
  }

  private compare(earlier: SplitRecord): Continuity {
    const sides = new RecordedSides(earlier);
    const trained = this.sorted.filter((text) => !sides.wasHeldOut(text));
    const charactersOf = (texts: readonly CollectedText[]) => texts.reduce((sum, { tokens }) => sum + tokens.length, 0);
    const changed = trained.filter((text) => !sides.isUnchanged(text));
    return { changedShare: charactersOf(changed) / Math.max(1, charactersOf(trained)) };
  }

  private byFiles(chosen: ReadonlySet<CollectedText>, earlier?: SplitRecord): Split {
    const trained = this.sorted.filter((text) => !chosen.has(text));
    const heldOut = this.sorted.filter((text) => chosen.has(text));
    return {
      training: join(trained, this.separator),
      heldOut: join(heldOut, this.separator),
      heldOutFiles: chosen.size,
      record: recordSplit(trained, heldOut, undefined, earlier),
      continuity: earlier && this.compare(earlier),
    };
  }

  /** No file counts as held out then: the next training finds the place by its anchor. */
  private byPosition(all: Uint16Array, position: number, earlier?: SplitRecord): Split {
    const anchor = anchorOf(all, position, this.vocabulary);
    return {
      training: all.subarray(0, position),
      heldOut: all.subarray(position),
      heldOutFiles: 0,
      record: recordSplit(this.sorted, [], anchor, earlier),
      continuity: earlier && this.compare(earlier),
    };
  }
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
