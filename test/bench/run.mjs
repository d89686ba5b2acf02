// @ts-check
// `npm run bench` prints all that takes no more than a few minutes as tables, `npm run bench -- --all` the rest as well.
// `npm run bench list` lists the benchmarks, `npm run bench NAME [ARGUMENT…]` runs one. None of them fails for being slow.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setUpBrowser } from '../host/browser.mjs';
import { setUpDependencies } from '../host/dependencies.mjs';
import { packageExtension } from '../host/package.mjs';
import { ROOT, TENSORFLOW } from '../host/paths.mjs';
import { setUpTensorFlow } from '../host/tensorflow.mjs';
import { main, runToEnd, say, SetupError } from '../host/terminal.mjs';
import { setUpVsCode } from '../host/vscode-server.mjs';

const FOLDER = path.join(ROOT, 'test/bench');
/** The one that puts the others together. */
const OVERVIEW = 'overview';
/** What it leaves out because it takes long; the study takes hours, and is run by its name only. */
const LONG = [['warmStart'], ['typing'], ['editor'], ['quality', '5000']];
/** A benchmark begins with a comment whose first sentence says what it measures. */
const DESCRIPTION = /^\/\/ (What|How) .*/;

/** @returns {Map<string, string>} The benchmarks' names and what they measure. */
function benchmarks() {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.ts'))) {
    const [line] = DESCRIPTION.exec(readFileSync(path.join(FOLDER, file), 'utf8')) ?? [];
    if (line !== undefined) found.set(path.basename(file, '.ts'), line.replace(/^\/\/ (.*?[.])( .*)?$/, '$1'));
  }
  return found;
}

await main(async () => {
  const given = process.argv.slice(2);
  const [first] = given;
  const all = benchmarks();
  if (first === 'list' || first === '--help') {
    for (const [each, description] of all) say(`npm run bench ${each.padEnd(12)} ${description}`);
    return;
  }
  const runs = first === undefined ? [[OVERVIEW]] : first === '--all' ? [[OVERVIEW, first], ...LONG] : [given];
  for (const [name = ''] of runs) {
    if (!all.has(name)) {
      throw new SetupError(`There is no benchmark "${name}"; choose of ${[...all.keys()].join(', ')}.`);
    }
  }
  await setUpDependencies();
  for (const [name = '', ...args] of runs) await runBenchmark(name, args);
});

/**
 * @param {string} name
 * @param {readonly string[]} args
 */
async function runBenchmark(name, args) {
  if (name === 'tensorflow') await setUpTensorFlow();
  else process.env['NODE_PATH'] ??= path.join(TENSORFLOW, 'node_modules'); // if it is set up already
  if (name === 'editor') await setUpEditor();
  const { code } = await runToEnd(process.execPath, ['--import', 'tsx', path.join(FOLDER, `${name}.ts`), ...args]);
  if (code !== 0) process.exitCode = 1;
}

/** A real VS Code, in a browser, and the extension as it ships. */
async function setUpEditor() {
  await setUpBrowser();
  await setUpVsCode();
  await packageExtension(['linux-x64']);
}
