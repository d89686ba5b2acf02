// @ts-check
// Folders of npm packages that only the tests need. A recipe is a folder here whose package.json and package-lock.json
// name them.
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readJson, ROOT } from './paths.mjs';
import { run } from './terminal.mjs';

/** No install script runs: such scripts download what the tests have from elsewhere, or do without. */
export const QUIETLY = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** Installs a recipe's packages into a folder, in place of what it had. */
export async function installRecipe(/** @type {string} */ recipe, /** @type {string} */ folder) {
  rmSync(path.join(folder, 'node_modules'), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(path.join(ROOT, 'test/host', recipe), folder, { recursive: true });
  await run('npm', ['ci', ...QUIETLY], { cwd: folder, quiet: true });
}

/** Whether a folder has the packages of a recipe, in its versions. */
export function hasRecipe(/** @type {string} */ recipe, /** @type {string} */ folder) {
  /** @type {Record<string, string>} */
  const wanted = readJson(path.join('test/host', recipe, 'package.json')).dependencies;
  // A package under another name is wanted as "npm:NAME@VERSION".
  return Object.entries(wanted).every(([name, version]) => version.split('@').at(-1) === versionIn(folder, name));
}

/** @returns {string | undefined} */
function versionIn(/** @type {string} */ folder, /** @type {string} */ name) {
  const manifest = path.join(folder, 'node_modules', name, 'package.json');
  return existsSync(manifest) ? readJson(manifest).version : undefined;
}
