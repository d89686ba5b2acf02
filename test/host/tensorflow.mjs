// @ts-check
// The TensorFlow.js of the tests: the real @tensorflow/tfjs-node-gpu. Its own install script downloads TensorFlow's library.
// Where that is out of reach, the library and its C headers come out of TensorFlow's wheel for Python, and the package's
// addon is compiled on them. The wheel computes on the processor only.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setUpPrograms } from './debian.mjs';
import { nodeFolder, setUpNodes } from './nodes.mjs';
import { ROOT, TENSORFLOW } from './paths.mjs';
import { installRecipe } from './recipe.mjs';
import { runToEnd, say, SetupError } from './terminal.mjs';

const NAME = '@tensorflow/tfjs-node-gpu';
const WHEEL = 'tensorflow-cpu==2.21.0';

const MODULES = path.join(TENSORFLOW, 'node_modules');
const PACKAGE = path.join(MODULES, NAME);
const OF_REPOSITORY = path.join(ROOT, 'node_modules', NAME);
/** What is taken out of the wheel. */
const LIBRARY = path.join(TENSORFLOW, 'library');
/** What failed, with all it said. */
const LOG = path.join(TENSORFLOW, 'failure.log');

/** A download that takes longer is given up: the machine is cut off from the network in a way that shows late. */
const DOWNLOAD_PATIENCE = 180_000;

/** The paths in the wheel that TensorFlow's C interface needs. */
const LIBRARY_PARTS = [
  'tensorflow/libtensorflow_cc.so.2',
  'tensorflow/libtensorflow_framework.so.2',
  'tensorflow/include/tensorflow/c/',
  'tensorflow/include/tensorflow/core/platform/ctstring',
  'tensorflow/include/tsl/platform/ctstring',
  'tensorflow/include/xla/tsl/c/',
];

/** The library's files, by the names that the package links to and that the library has for itself. */
const LIBRARY_NAMES = {
  'libtensorflow.so': 'libtensorflow_cc.so.2',
  'libtensorflow_cc.so.2': 'libtensorflow_cc.so.2',
  'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
  'libtensorflow_framework.so.2': 'libtensorflow_framework.so.2',
};

/** Python: extracts from a wheel what begins with certain paths. */
const EXTRACT = `
import sys, zipfile
wheel, *parts = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    archive.extractall('.', [name for name in archive.namelist() if name.startswith(tuple(parts))])
`;

/** Fails where the library or the addon is missing or does not fit. */
const LOAD = `
require('util').isNullOrUndefined = (value) => value == null; // gone from Node.js 23
if (require(process.argv[1]).getBackend() !== 'tensorflow') throw new Error('It does not compute with its library.');
`;

/**
 * Sets up TensorFlow.js, unless it is there already, and names it in NODE_PATH for all programs that are started from now
 * on. Where it cannot be had, says so and leaves none to be found, so that the tests that need it skip themselves.
 */
export async function setUpTensorFlow() {
  process.env['NODE_PATH'] = [process.env['NODE_PATH'], MODULES].filter(Boolean).join(path.delimiter);
  const isThere = await orSkip('TensorFlow.js', async () => {
    const inRepository = existsSync(OF_REPOSITORY); // and found there first
    if ((await loads(NAME)) && (!inRepository || (await loads(OF_REPOSITORY)))) return;
    await install(inRepository);
  });
  if (isThere) await orSkip('other versions of Node.js', setUpNodes);
  else rmSync(PACKAGE, { recursive: true, force: true });
}

/** Does without something that cannot be set up. Returns whether it could. */
async function orSkip(/** @type {string} */ what, /** @type {() => Promise<void>} */ setUp) {
  try {
    await setUp();
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    say(`Tests that need ${what} are skipped: ${reason}`);
    return false;
  }
}

/** Whether a package loads, tried in a process of its own: native code that does not fit may end the process. */
async function loads(/** @type {string} */ nameOrFolder) {
  const { code } = await runToEnd(process.execPath, ['-e', LOAD, nameOrFolder], { cwd: tmpdir(), quiet: true });
  return code === 0;
}

/** @param {boolean} inRepository Whether the repository has the package, though perhaps without its library. */
async function install(inRepository) {
  if (inRepository && (await loads(OF_REPOSITORY))) {
    linkToRepository();
    return;
  }
  say(`Setting up TensorFlow.js for the tests in ${TENSORFLOW} (one to two minutes, 1.1 GB, once) …`);
  await installRecipe('tensorflow', TENSORFLOW);
  if (inRepository) linkToRepository();
  if (await downloadItsLibrary()) return;
  say(`Its own library cannot be downloaded here; taking that of ${WHEEL} …`);
  await buildOnWheel();
  if (!(await loads(PACKAGE))) throw new SetupError(`what was built in ${TENSORFLOW} does not load.`);
}

/** Lets also those find the repository's package who are not in the repository: the VS Code of the tests. */
function linkToRepository() {
  rmSync(PACKAGE, { recursive: true, force: true });
  mkdirSync(path.dirname(PACKAGE), { recursive: true });
  symlinkSync(OF_REPOSITORY, PACKAGE);
}

/** @returns {Promise<boolean>} Whether its own install script made it load; the script may also fail in silence. */
async function downloadItsLibrary() {
  const programs = path.join(MODULES, '.bin'); // among them node-pre-gyp, which the script calls
  const { code } = await runToEnd(process.execPath, ['scripts/install.js', 'gpu', 'download'], {
    cwd: PACKAGE,
    env: { ...process.env, PATH: `${programs}${path.delimiter}${process.env['PATH']}` },
    quiet: true,
    timeout: DOWNLOAD_PATIENCE,
  });
  return code === 0 && (await loads(PACKAGE));
}

async function buildOnWheel() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(`the library of ${WHEEL} fits Linux x64 only.`);
  }
  await setUpPrograms(['python3', 'make', 'g++'], 'Compiling the addon of TensorFlow.js');
  await setUpNodes(); // for the headers
  if (!existsSync(LIBRARY)) await extractLibrary();
  linkLibrary();
  await compileAddon();
}

/** Takes the library out of the wheel. Which Python does that is all the same: nothing of Python's is going to run. */
async function extractLibrary() {
  const folder = `${LIBRARY}.unfinished`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const download = ['pip', 'download', '--no-deps', '--only-binary=:all:', '--python-version=3.11', WHEEL];
  await step(`pip cannot download ${WHEEL}`, 'python3', ['-m', ...download], { cwd: folder });
  const [wheel = ''] = readdirSync(folder);
  await step(`${wheel} cannot be extracted`, 'python3', ['-c', EXTRACT, wheel, ...LIBRARY_PARTS], { cwd: folder });
  rmSync(path.join(folder, wheel));
  renameSync(folder, LIBRARY);
}

/** Puts the library where the package expects it, under the names that it expects. */
function linkLibrary() {
  const library = path.join(LIBRARY, 'tensorflow');
  const dependencies = path.join(PACKAGE, 'deps');
  rmSync(dependencies, { recursive: true, force: true });
  mkdirSync(path.join(dependencies, 'lib'), { recursive: true });
  symlinkSync(path.join(library, 'include'), path.join(dependencies, 'include'));
  for (const [name, file] of Object.entries(LIBRARY_NAMES)) {
    symlinkSync(path.join(library, file), path.join(dependencies, 'lib', name));
  }
}

async function compileAddon() {
  const folder = path.join(PACKAGE, 'lib/napi-v8');
  const addon = [
    ...[`--module=${path.join(folder, 'tfjs_binding.node')}`, '--module_name=tfjs_binding', `--module_path=${folder}`],
    ...['--napi_version=8', '--napi_build_version=napi-v8', `--nodedir=${nodeFolder(22)}`],
  ];
  const script = path.join(MODULES, 'node-gyp/bin/node-gyp.js');
  await step('its addon cannot be compiled', process.execPath, [script, 'rebuild', ...addon], { cwd: PACKAGE });
}

/** Runs a program; if it fails, what it said goes into a file, because it may be long. */
async function step(
  /** @type {string} */ failure,
  /** @type {string} */ command,
  /** @type {readonly string[]} */ args,
  /** @type {{ cwd: string }} */ { cwd },
) {
  const { code, output } = await runToEnd(command, args, { cwd, quiet: true });
  if (code === 0) return;
  writeFileSync(LOG, output);
  throw new SetupError(`${failure}; see ${LOG}.`);
}
