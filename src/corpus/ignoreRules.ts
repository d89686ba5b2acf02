import ignore, { type Ignore } from 'ignore';

/** As git decides by default (`core.ignorecase`). */
const IGNORE_CASE = process.platform === 'win32' || process.platform === 'darwin';

/**
 * The rules of all .gitignore files that apply in one folder of a repository. They are kept as one list, the outermost
 * file's first, because in git the last pattern that matches decides, whichever file it stands in.
 */
export class IgnoreRules {
  static readonly none = new IgnoreRules(ignore({ ignorecase: IGNORE_CASE }));

  private constructor(private readonly rules: Ignore) {}

  /**
   * These rules and those of one more file.
   *
   * @param folder the file's folder, relative to the repository; '' for the repository itself
   * @param text of a .gitignore file
   */
  with(folder: string, text: string): IgnoreRules {
    const patterns = text.split(/\r?\n/).flatMap((line) => anchoredPattern(folder, line) ?? []);
    return new IgnoreRules(ignore({ ignorecase: IGNORE_CASE }).add(this.rules).add(patterns));
  }

  /** @param path relative to the repository; a folder's ends in `/` */
  ignores(path: string): boolean {
    return this.rules.ignores(path);
  }
}

/** The pattern that means at the top of the repository what the line of a .gitignore file means in its folder. */
function anchoredPattern(folder: string, line: string): string | undefined {
  if (line.startsWith('#')) return undefined;
  const negation = line.startsWith('!') ? '!' : '';
  const pattern = line.slice(negation.length);
  const withoutSlash = pattern.replace(/^\//, '');
  if (withoutSlash.trim() === '') return undefined;
  if (folder === '') return line;

  // A slash before the end ties a pattern to the file's own folder; otherwise it holds in every folder below, too.
  const tied = /\/\s*\S/.test(pattern);
  return `${negation}/${escapePattern(folder)}/${tied ? '' : '**/'}${withoutSlash}`;
}

function escapePattern(path: string): string {
  return path.replace(/[\\[\]*?]/g, '\\$&');
}
