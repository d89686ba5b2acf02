import { createHash } from 'node:crypto';
import { isNumber, isString, objectOf, optional } from '../guards';
import type { EarlierSides } from './heldOut';
import type { CollectedText } from './textCollection';
import type { Vocabulary } from './vocabulary';

/**
 * Which text a model was trained on, and which was held out, in hashes: enough to tell, when the model is trained further,
 * what must not become held-out text.
 */
export interface SplitRecord {
  /** Fingerprints of the names and of the texts of files, a space between two: one sheet of paper, not a thousand lines. */
  readonly trained: string;
  readonly heldOut: string;
  /** Where the text was split by position. */
  readonly position?: Anchor | undefined;
}

/** A place in a text by the characters that follow it, so that it is found again when text before it has changed. */
export interface Anchor {
  /** Of the split, in characters from the beginning. */
  readonly at: number;
  /** From the split to the anchor, which is the beginning of a line. */
  readonly offset: number;
  /** Characters that make up the anchor, and their hash. */
  readonly length: number;
  readonly hash: string;
}

const isAnchor = objectOf<Anchor>({ at: isNumber, offset: isNumber, length: isNumber, hash: isString });

export const isSplitRecord = objectOf<SplitRecord>({
  trained: isString,
  heldOut: isString,
  position: optional(isAnchor),
});

/** Long enough to be found once in prose and code. */
const ANCHOR_LENGTH = 200;

/** Enough of a hash: with a hundred thousand files, two are taken for the same once in a hundred million workspaces. */
const FINGERPRINT_LENGTH = 10;

/** A file's name, wherever its text is; and its text, wherever it has been moved. */
function fingerprintsOf({ order, hash }: CollectedText): readonly [name: string, text: string] {
  return [order.toString(36), hash.slice(0, FINGERPRINT_LENGTH)];
}

/** What a record says of files. */
export class RecordedSides implements EarlierSides<CollectedText> {
  private readonly trained: ReadonlySet<string>;
  private readonly heldOut: ReadonlySet<string>;

  constructor(record: SplitRecord) {
    this.trained = new Set(record.trained.split(' '));
    this.heldOut = new Set(record.heldOut.split(' '));
  }

  readonly wasTrainedOn = (file: CollectedText): boolean =>
    fingerprintsOf(file).some((fingerprint) => this.trained.has(fingerprint));

  readonly wasHeldOut = (file: CollectedText): boolean =>
    fingerprintsOf(file).some((fingerprint) => this.heldOut.has(fingerprint));

  /** Whether its very text was trained on, under this name or another. */
  readonly isUnchanged = (file: CollectedText): boolean => this.trained.has(fingerprintsOf(file)[1]);
}

/** @param earlier of the model that is trained further: what it was trained on stays trained on, though it be gone now */
export function recordSplit(
  trained: readonly CollectedText[],
  heldOut: readonly CollectedText[],
  position: Anchor | undefined,
  earlier: SplitRecord | undefined,
): SplitRecord {
  const before = earlier && earlier.trained !== '' ? earlier.trained.split(' ') : [];
  return {
    trained: [...new Set([...before, ...trained.flatMap(fingerprintsOf)])].join(' '),
    heldOut: heldOut.flatMap(fingerprintsOf).join(' '),
    ...(position && { position }),
  };
}

/** The first line that begins at or after `at`; undefined if the text has none there. */
export function anchorOf(text: Uint16Array, at: number, vocabulary: Vocabulary): Anchor | undefined {
  const lineFeed = vocabulary.id('\n');
  const before = lineFeed === undefined ? -1 : text.indexOf(lineFeed, at);
  if (before < 0 || before + 1 >= text.length) return undefined;
  const length = Math.min(ANCHOR_LENGTH, text.length - before - 1);
  return { at, offset: before + 1 - at, length, hash: hashAt(text, before + 1, length, vocabulary) };
}

/** Where the anchor's split is in a text that may have changed: of several places the nearest to where it was. */
export function findAnchor(
  text: Uint16Array,
  { at, offset, length, hash }: Anchor,
  vocabulary: Vocabulary,
): number | undefined {
  const lineFeed = vocabulary.id('\n') ?? -1;
  let nearest: number | undefined;
  for (let feed = text.indexOf(lineFeed); feed >= 0; feed = text.indexOf(lineFeed, feed + 1)) {
    const split = feed + 1 - offset;
    const isNearer = nearest === undefined || Math.abs(split - at) < Math.abs(nearest - at);
    if (split > 0 && isNearer && hashAt(text, feed + 1, length, vocabulary) === hash) nearest = split;
  }
  return nearest;
}

function hashAt(text: Uint16Array, begin: number, length: number, vocabulary: Vocabulary): string {
  const characters = vocabulary.decode(text.subarray(begin, begin + length));
  return createHash('sha256').update(characters).digest('base64').slice(0, FINGERPRINT_LENGTH);
}
