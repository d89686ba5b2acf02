import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { CancelledError } from '../errors';
import { isBinaryName } from './binaryFiles';
import { mapInOrder } from './concurrency';
import { hasGeneratedName } from './generatedText';
import { matchGlobs, type PathMatcher } from './globs';
import { isLockFile } from './lockFiles';
import type { LeftOutTally } from './leftOut';
import { RepositoryRules } from './repositoryRules';
import { hasSecretName, isSecretFolder } from './secrets';
import { isToolFolder } from './toolFolders';
import type { CorpusFolder, CorpusOptions, LeftOutReason } from './types';

const FOLDERS_AT_ONCE = 16;

/** A file that may belong to the corpus, judged by its name alone. */
export interface CandidateFile {
  readonly absolutePath: string;
  /** Relative to its folder of the workspace, with `/` between its parts. */
  readonly path: string;
  /** Index of its folder in the workspace. */
  readonly folder: number;
  /**
   * A hash of `path`, from 0 to 2^48. Files are sampled and held out in this order, which is random, but the same on
   * every machine and not disturbed by other files that come or go.
   */
  readonly order: number;
}

/** A folder to list. */
interface Folder {
  readonly absolutePath: string;
  readonly path: string;
  readonly rules: RepositoryRules;
}

interface FolderContents extends Folder {
  /** Sorted by name. Undefined for a folder that could not be read. */
  readonly entries?: readonly Dirent[];
}

/** Which names are left out in a folder of the workspace. */
interface NameFilter {
  readonly included: PathMatcher;
  readonly excluded: PathMatcher;
  readonly excludeSecrets: boolean;
}

/** Lists the files that may belong to the corpus, of every folder of the workspace, in no order that matters. */
export async function findFiles(
  options: CorpusOptions,
  leftOut: LeftOutTally,
  signal?: AbortSignal,
): Promise<CandidateFile[]> {
  const files: CandidateFile[] = [];
  for (const [index, folder] of options.folders.entries()) {
    const root = await realpath(folder.path).catch(() => folder.path);
    for await (const { absolutePath, path } of walk(root, filterOf(folder, options), leftOut, signal)) {
      files.push({ absolutePath, path, folder: index, order: hashOf(path) });
    }
  }
  return files;
}

/**
 * Whether `findFiles` would find a file now.
 *
 * @param path of the file, relative to the folder, with `/` between its parts
 */
export async function wouldFind(path: string, folder: CorpusFolder, options: CorpusOptions): Promise<boolean> {
  const filter = filterOf(folder, options);
  const root = await realpath(folder.path).catch(() => folder.path);
  const parts = path.split('/');
  let current: Folder = { absolutePath: root, path: '', rules: await RepositoryRules.around(root) };
  for (const [index, name] of parts.entries()) {
    const { absolutePath: parent, rules, entries } = await listFolder(current);
    const entry = entries?.find((each) => each.name === name);
    const absolutePath = join(parent, name);
    const entryPath = parts.slice(0, index + 1).join('/');
    const isLast = index === parts.length - 1;
    if (!entry || entry.isDirectory() === isLast) return false;
    if (reasonAgainst(entry, entryPath, absolutePath, rules, filter)) return false;
    current = { absolutePath, path: entryPath, rules };
  }
  return true;
}

function filterOf(folder: CorpusFolder, options: CorpusOptions): NameFilter {
  return {
    included: matchGlobs(options.include),
    excluded: matchGlobs([...options.exclude, ...folder.exclude]),
    excludeSecrets: options.excludeSecrets,
  };
}

/** Goes down level by level, without recursion and without following links, so neither depth nor a loop can harm it. */
async function* walk(
  root: string,
  filter: NameFilter,
  leftOut: LeftOutTally,
  signal?: AbortSignal,
): AsyncGenerator<{ readonly absolutePath: string; readonly path: string }> {
  let level: Folder[] = [{ absolutePath: root, path: '', rules: await RepositoryRules.around(root) }];
  while (level.length > 0) {
    const nextLevel: Folder[] = [];
    for await (const { absolutePath: parent, path: parentPath, rules, entries } of mapInOrder(
      level,
      FOLDERS_AT_ONCE,
      listFolder,
    )) {
      if (signal?.aborted) throw new CancelledError();
      if (!entries) leftOut.add('unreadable', parentPath || parent);
      for (const entry of entries ?? []) {
        const path = parentPath === '' ? entry.name : `${parentPath}/${entry.name}`;
        const absolutePath = join(parent, entry.name);
        const reason = reasonAgainst(entry, path, absolutePath, rules, filter);
        if (reason) leftOut.add(reason, path);
        else if (entry.isDirectory()) nextLevel.push({ absolutePath, path, rules });
        else yield { absolutePath, path };
      }
    }
    level = nextLevel;
  }
}

async function listFolder(folder: Folder): Promise<FolderContents> {
  try {
    const entries = await readdir(folder.absolutePath, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    return { ...folder, entries, rules: await folder.rules.enter(folder.absolutePath, entries) };
  } catch {
    return folder;
  }
}

/** Why a file or folder is left out for its name or kind, if it is. */
function reasonAgainst(
  entry: Dirent,
  path: string,
  absolutePath: string,
  rules: RepositoryRules,
  filter: NameFilter,
): LeftOutReason | undefined {
  const { name } = entry;
  const isFolder = entry.isDirectory();
  if (isFolder && isToolFolder(name)) return 'ignored';
  if (filter.excluded(path)) return 'excluded';
  if (rules.ignores(absolutePath, isFolder)) return 'ignored';
  if (entry.isSymbolicLink()) return 'symbolic link';
  if (isFolder) return filter.excludeSecrets && isSecretFolder(name) ? 'secret' : undefined;
  if (!entry.isFile()) return 'unreadable';
  if (!filter.included(path)) return 'excluded';
  if (filter.excludeSecrets && hasSecretName(name)) return 'secret';
  if (isLockFile(name)) return 'lock file';
  if (isBinaryName(name)) return 'binary';
  return hasGeneratedName(name) ? 'generated' : undefined;
}

/** One name has one hash, whichever way a file system writes its accents. */
function hashOf(path: string): number {
  return createHash('sha256').update(path.normalize('NFC')).digest().readUIntBE(0, 6);
}
