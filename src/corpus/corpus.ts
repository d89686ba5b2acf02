import { CancelledError, UserError } from '../errors';
import { mapInOrder } from './concurrency';
import { makeCorpus, type Corpus } from './assemble';
import { findFiles, type CandidateFile } from './findFiles';
import { LeftOutTally } from './leftOut';
import type { SplitRecord } from './splitRecord';
import { readText } from './text';
import { TextCollection } from './textCollection';
import type { CorpusOptions, LeftOut } from './types';

export type { Corpus };

/** Files that are read at the same time: many small ones, but never more bytes than this. */
const MAX_FILES_AT_ONCE = 16;
const MAX_BYTES_AT_ONCE = 64 * 2 ** 20;

const PROGRESS_INTERVAL_MILLISECONDS = 100;

export interface ReadProgress {
  /** Files and characters in the corpus so far. */
  readonly files: number;
  readonly characters: number;
}

/** What there is to know beside what to read. */
export interface ReadHooks {
  /** Called at the beginning, at the end, and about ten times a second in between. */
  readonly onProgress?: (progress: ReadProgress) => void;
  /** Ends the reading with a CancelledError. */
  readonly signal?: AbortSignal;
  /** How the text of the model was split that is to be trained further. */
  readonly earlier?: SplitRecord | undefined;
}

/**
 * Reads the text of a workspace. Each file is read once, at most; only its tokens are kept, two bytes a character. The
 * same files give the same corpus on every machine.
 *
 * @throws UserError if there is no text at all; CancelledError
 */
export async function readCorpus(options: CorpusOptions, hooks: ReadHooks = {}): Promise<Corpus> {
  if (options.folders.length === 0) throw new UserError('There is no folder to train on. Open one first.');
  hooks.onProgress?.({ files: 0, characters: 0 });

  const leftOut = new LeftOutTally();
  const files = await findFiles(options, leftOut, hooks.signal);
  const collection = await collectTexts(files, options, leftOut, hooks);
  if (collection.texts.length === 0) throw new UserError(explainNoText(leftOut.list()));

  hooks.onProgress?.({ files: collection.texts.length, characters: collection.characters });
  return makeCorpus(collection, options.maxVocabulary, leftOut, hooks.earlier);
}

/**
 * Reads files in the order of their names' hashes until there is as much text as wanted: an even sample of all folders,
 * and nothing is read that is not needed.
 */
async function collectTexts(
  files: readonly CandidateFile[],
  options: CorpusOptions,
  leftOut: LeftOutTally,
  { onProgress, signal }: ReadHooks,
): Promise<TextCollection> {
  const collection = new TextCollection(options.maxCharacters);
  const sampled = files.toSorted((a, b) => a.order - b.order || a.folder - b.folder);
  const filesAtOnce = Math.max(1, Math.min(MAX_FILES_AT_ONCE, Math.floor(MAX_BYTES_AT_ONCE / options.maxFileBytes)));
  const report = throttled(() => onProgress?.({ files: collection.texts.length, characters: collection.characters }));
  let read = 0;
  for await (const { file, result } of mapInOrder(sampled, filesAtOnce, readCandidate)) {
    if (signal?.aborted) throw new CancelledError();
    const reason = 'leftOut' in result ? result.leftOut : collection.add(file, result.text);
    if (reason) leftOut.add(reason, file.path);
    report();
    read++;
    if (collection.isFull) break;
  }
  for (const { path } of sampled.slice(read)) leftOut.add('sampled', path);
  return collection;

  async function readCandidate(file: CandidateFile) {
    return { file, result: await readText(file.absolutePath, options) };
  }
}

/** Calls `report` at most ten times a second. */
function throttled(report: () => void): () => void {
  let last = performance.now();
  return () => {
    const now = performance.now();
    if (now - last < PROGRESS_INTERVAL_MILLISECONDS) return;
    last = now;
    report();
  };
}

function explainNoText(leftOut: readonly LeftOut[]): string {
  const [first, ...others] = leftOut;
  if (!first) return 'There is no text to train on: the folder is empty. Open a folder that holds text files.';
  if (first.reason === 'unreadable' && others.length === 0) {
    return `There is no text to train on: MyGPT may not read ${first.examples.join(', ')}. Allow it, or open another folder.`;
  }
  const reasons = leftOut.map(({ reason, count }) => `${count} ${reason}`).join(', ');
  return (
    `There is no text to train on: everything was left out (${reasons}). ` +
    'Open a folder that holds text files, or change what the settings and .gitignore leave out.'
  );
}
