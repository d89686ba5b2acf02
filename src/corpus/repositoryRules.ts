import type { Dirent } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { IgnoreRules } from './ignoreRules';
import { readRegularFile } from './readFile';

const MAX_IGNORE_FILE_BYTES = 2 ** 20;

/**
 * What git ignores in one folder: the .gitignore files from the repository's top down to it, and `.git/info/exclude`.
 * A folder outside of any repository is treated as if it were one.
 */
export class RepositoryRules {
  private constructor(
    /** Absolute path of the repository's top folder. */
    private readonly top: string,
    private readonly rules: IgnoreRules,
  ) {}

  /**
   * The rules that come from the folders around a folder of the workspace. One that is itself ignored there was opened on
   * purpose: they do not count for it.
   */
  static async around(folder: string): Promise<RepositoryRules> {
    const top = await repositoryAround(folder);
    if (top === undefined || top === folder) return new RepositoryRules(folder, IgnoreRules.none);

    let around = new RepositoryRules(top, await excludeRules(top));
    for (const parent of foldersBetween(top, folder)) around = await around.withFileIn(parent);
    return around.ignores(folder, true) ? new RepositoryRules(folder, IgnoreRules.none) : around;
  }

  /** The rules for what a folder contains. A repository inside the repository has rules of its own. */
  async enter(folder: string, entries: readonly Dirent[]): Promise<RepositoryRules> {
    const isRepository = entries.some(({ name }) => name === '.git');
    const outer = isRepository ? new RepositoryRules(folder, await excludeRules(folder)) : this;
    const hasFile = entries.some((entry) => entry.name === '.gitignore' && entry.isFile());
    return hasFile ? outer.withFileIn(folder) : outer;
  }

  ignores(absolutePath: string, isFolder: boolean): boolean {
    return this.rules.ignores(this.pathInRepository(absolutePath) + (isFolder ? '/' : ''));
  }

  private async withFileIn(folder: string): Promise<RepositoryRules> {
    const text = await readIgnoreFile(join(folder, '.gitignore'));
    return new RepositoryRules(this.top, this.rules.with(this.pathInRepository(folder), text));
  }

  private pathInRepository(absolutePath: string): string {
    return relative(this.top, absolutePath).replaceAll(sep, '/');
  }
}

async function repositoryAround(folder: string): Promise<string | undefined> {
  for (let current = folder; ; current = dirname(current)) {
    if (await stat(join(current, '.git')).catch(() => undefined)) return current;
    if (dirname(current) === current) return undefined;
  }
}

/** From `top` down to the parent of `folder`. */
function foldersBetween(top: string, folder: string): string[] {
  const parts = relative(top, folder).split(sep);
  return parts.map((_, index) => join(top, ...parts.slice(0, index)));
}

async function excludeRules(top: string): Promise<IgnoreRules> {
  return IgnoreRules.none.with('', await readIgnoreFile(join(top, '.git', 'info', 'exclude')));
}

/** The text of a file of patterns; none if it cannot be read. Like git, it does not follow a link. */
async function readIgnoreFile(path: string): Promise<string> {
  const bytes = await readRegularFile(path, MAX_IGNORE_FILE_BYTES);
  return typeof bytes === 'string' ? '' : bytes.toString('utf8').replace(/^\uFEFF/, '');
}
