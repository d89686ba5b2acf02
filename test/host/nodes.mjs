// @ts-check
// The versions of Node.js that the tests run something on beside their own.
import path from 'node:path';
import { NODES } from './paths.mjs';
import { hasRecipe, installRecipe } from './recipe.mjs';
import { say } from './terminal.mjs';

const RECIPE = 'nodes';

/** Installs them from npm, unless they are installed already or have no package for this machine. */
export async function setUpNodes() {
  if (process.platform !== 'linux' || process.arch !== 'x64' || hasRecipe(RECIPE, NODES)) return;
  say(`Installing two more versions of Node.js for the tests into ${NODES} (ten seconds, 370 MB, once) …`);
  await installRecipe(RECIPE, NODES);
}

/** The folder of a Node.js that is installed here, with its program and its headers. */
export function nodeFolder(/** @type {22 | 24} */ version) {
  return path.join(NODES, 'node_modules', `node-${version}`);
}

/** Its program. */
export function nodeProgram(/** @type {22 | 24} */ version) {
  return path.join(nodeFolder(version), 'bin/node');
}
