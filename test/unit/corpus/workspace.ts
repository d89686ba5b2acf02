import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { readCorpus } from '../../../src/corpus/corpus';
import type { Corpus } from '../../../src/corpus/corpus';
import { findFiles } from '../../../src/corpus/findFiles';
import { LeftOutTally } from '../../../src/corpus/leftOut';
import {
  DEFAULT_CORPUS_OPTIONS,
  type CorpusOptions,
  type CorpusSummary,
  type LeftOutReason,
} from '../../../src/corpus/types';

/** Path to content, of the files of a workspace. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A real temporary folder with these files, which is removed after the test. */
export async function makeFolder(context: TestContext, files: Files = {}): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'mygpt-corpus-')));
  context.after(() => rm(folder, { recursive: true, force: true }));
  await addFiles(folder, files);
  return folder;
}

export async function addFiles(folder: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

export function optionsFor(folder: string | readonly string[], options: Partial<CorpusOptions> = {}): CorpusOptions {
  const folders = [folder].flat().map((path) => ({ path, exclude: [] }));
  return { ...DEFAULT_CORPUS_OPTIONS, folders, ...options };
}

export function read(folder: string | readonly string[], options: Partial<CorpusOptions> = {}): Promise<Corpus> {
  return readCorpus(optionsFor(folder, options));
}

/** What is found in a folder, and what is left out by name, by reason. */
export async function find(
  folder: string | readonly string[],
  options: Partial<CorpusOptions> = {},
): Promise<{ readonly paths: string[]; readonly leftOut: Partial<Record<LeftOutReason, readonly string[]>> }> {
  const tally = new LeftOutTally();
  const files = await findFiles(optionsFor(folder, options), tally);
  const leftOut = Object.fromEntries(tally.list().map(({ reason, examples }) => [reason, [...examples].sort()]));
  return { paths: files.map(({ path }) => path).sort(), leftOut };
}

export function leftOutCount(summary: CorpusSummary, reason: LeftOutReason): number {
  return summary.leftOut.find((entry) => entry.reason === reason)?.count ?? 0;
}

/** The whole text of a corpus, training text first. */
export function textOfCorpus({ vocabulary, training, heldOut }: Corpus): string {
  return vocabulary.decode(training) + vocabulary.decode(heldOut);
}

/** Distinct prose of exactly this many characters. */
export function prose(name: string, characters: number): string {
  const line = `This is a line of the text that is called ${name}.\n`;
  return line.repeat(Math.ceil(characters / line.length)).slice(0, characters);
}

/**
 * Does something as somebody whom file permissions stop, which they do not for the superuser that tests in a container
 * often run as.
 */
export async function asOrdinaryUser<Result>(work: () => Promise<Result>): Promise<Result> {
  if (process.geteuid?.() !== 0) return work();
  const nobody = 65_534;
  process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
