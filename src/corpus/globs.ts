import picomatch from 'picomatch';
import { UserError, messageOf } from '../errors';

/** Tells whether a path, relative to a folder of the workspace and with `/` between its parts, is matched. */
export type PathMatcher = (path: string) => boolean;

/**
 * Matches any of the globs, with the meaning that VS Code's `files.exclude` gives them: a glob is anchored at the folder,
 * `**` crosses folders, `*` and `?` do not, `[…]`, `[!…]` and `{…,…}` choose, everything else stands for itself. Hidden
 * files are files like all others. What lies in a folder that is matched is matched too.
 *
 * @throws UserError for a glob that cannot be understood.
 */
export function matchGlobs(globs: readonly string[]): PathMatcher {
  const matchers = globs.map((glob) => matchGlob(glob));
  return (path) => matchers.some((matches) => matches(path) || ancestorsOf(path).some((folder) => matches(folder)));
}

function matchGlob(glob: string): PathMatcher {
  const pattern = glob.replace(/^\.?\/+/, '').replace(/\/+$/, '');
  if (pattern === '') return () => false;
  if (pattern === '**' || pattern === '**/*') return () => true;
  try {
    return picomatch(inPicomatchSyntax(pattern), { dot: true, noextglob: true, nonegate: true, flags: 's' });
  } catch (error) {
    throw new UserError(`MyGPT cannot understand the glob "${glob.slice(0, 100)}": ${messageOf(error)}`);
  }
}

/** There parentheses and bars are more than themselves, and `[!…]` is not a choice. */
function inPicomatchSyntax(pattern: string): string {
  return pattern.replaceAll('[!', '[^').replace(/[()|]/g, '\\$&');
}

/** 'a' and 'a/b' for 'a/b/c'. */
function ancestorsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
