// @ts-check
// The npm dependencies of the repository.
import { existsSync } from 'node:fs';
import { readJson } from './paths.mjs';
import { run, say } from './terminal.mjs';

/** Installs what package-lock.json says, unless it is installed already. */
export async function setUpDependencies() {
  if (areInstalled()) return;
  say('Installing the npm dependencies (about half a minute) …');
  await run('npm', ['ci', '--no-audit', '--no-fund'], { quiet: true });
}

/** Whether node_modules holds the versions of package-lock.json. Optional packages may be missing. */
function areInstalled() {
  // npm's own note of what it has installed.
  const note = 'node_modules/.package-lock.json';
  if (!existsSync(note)) return false;
  const installed = readJson(note).packages;
  const wanted = Object.entries(readJson('package-lock.json').packages);
  return wanted.every(
    ([folder, { version, optional }]) => folder === '' || optional || installed[folder]?.version === version,
  );
}
