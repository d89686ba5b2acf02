/**
 * Folders that are never a person's own text, even where no .gitignore says so: version control, installed dependencies
 * and tools' caches. Names that people also give to their own folders (vendor, build, lib …) are left to .gitignore and
 * the settings. Other hidden folders (.github, .vscode …) are read like all others.
 */
const TOOL_FOLDERS: ReadonlySet<string> = new Set([
  // version control
  ...['.git', '.hg', '.svn', '.bzr', '.jj', '.sl', '_darcs', 'CVS'],
  // dependencies
  ...['node_modules', 'bower_components', 'jspm_packages', '.yarn', '.pnpm-store', '.venv', 'site-packages', '.bundle'],
  // caches and what tools keep
  ...['.cache', '.parcel-cache', '.turbo', '.next', '.nuxt', '.svelte-kit', '.angular', '.gradle', '.terraform'],
  ...['__pycache__', '.mypy_cache', '.pytest_cache', '.ruff_cache', '.tox', '.nox', '.ipynb_checkpoints', '.eggs'],
  ...['.vscode-test', '.vs', '.idea', '.dart_tool', '.nyc_output', '.history', '.Trash', '$RECYCLE.BIN'],
]);

export function isToolFolder(name: string): boolean {
  return TOOL_FOLDERS.has(name);
}
