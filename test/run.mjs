// @ts-check
// All tests: `npm test`, or a part: `npm test -- PART [PATTERN]`, PATTERN being a piece of the test files' paths.
// Sets up what they need; the last line says "N passed, N failed".
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setUpBrowser } from './host/browser.mjs';
import { setUpDependencies } from './host/dependencies.mjs';
import { packageExtension } from './host/package.mjs';
import { readJson, RESULTS, ROOT } from './host/paths.mjs';
import { main, run, runToEnd, say, SetupError } from './host/terminal.mjs';
import { setUpTensorFlow } from './host/tensorflow.mjs';
import { setUpVsCode } from './host/vscode-server.mjs';

/** @typedef {import('./host/counts.mjs').Counts} Counts */

/** Test files that each take the whole machine run one at a time. */
const ONE_AT_A_TIME = ['--test-concurrency=1'];

/** @typedef {'lint' | 'unit' | 'package' | 'vscode' | 'ui'} PartName */

/**
 * @typedef {object} Part
 * @property {boolean} [packaged] Whether it tests the .vsix, in a real VS Code.
 * @property {boolean} [tensorFlow] Whether tests of it train with TensorFlow.js.
 * @property {(pattern: string) => Promise<Counts>} run
 */

/**
 * The parts in their order.
 * @type {Readonly<Record<PartName, Part>>}
 */
const PARTS = {
  lint: { run: () => lint() },
  unit: { tensorFlow: true, run: (pattern) => runTestFiles('unit', pattern) },
  package: { packaged: true, run: (pattern) => runTestFiles('package', pattern) },
  vscode: { packaged: true, run: (pattern) => runInVsCode(pattern) },
  ui: { packaged: true, tensorFlow: true, run: (pattern) => runTestFiles('ui', pattern, ONE_AT_A_TIME) },
};

/** @returns {Promise<Counts>} ESLint, Prettier and TypeScript, one test each. */
async function lint() {
  const checks = [
    ['eslint', 'node_modules/eslint/bin/eslint.js', '.'],
    ['prettier', 'node_modules/prettier/bin/prettier.cjs', '--check', '.'],
    ['typescript', 'node_modules/typescript/bin/tsc', '-p', '.'],
  ];
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, ...command] of checks) {
    const { code, output } = await runToEnd(process.execPath, command, { quiet: true });
    say(code === 0 ? `✔ ${name}` : `✖ ${name}\n${output}`);
    counts[code === 0 ? 'passed' : 'failed']++;
  }
  return counts;
}

/**
 * Runs the node:test files of a part.
 * @param {string} part
 * @param {string} pattern
 * @param {readonly string[]} [options]
 */
async function runTestFiles(part, pattern, options = []) {
  const files = testFiles(part, pattern);
  const results = resultsFile(part);
  const reporters = [
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...[`--test-reporter=${path.join(ROOT, 'test/host/counts.mjs')}`, `--test-reporter-destination=${results}`],
  ];
  if (files.length === 0) return NOTHING_RAN;
  const { code } = await runToEnd(process.execPath, ['--import', 'tsx', '--test', ...reporters, ...options, ...files]);
  return countsOf(results, code);
}

/** Runs the mocha tests inside the extension host. */
async function runInVsCode(/** @type {string} */ pattern) {
  const results = resultsFile('vscode');
  const { code } = await runToEnd(process.execPath, ['--import', 'tsx', 'test/vscode/run.ts', results, pattern]);
  return countsOf(results, code);
}

/** @returns {string[]} */
function testFiles(/** @type {string} */ part, /** @type {string} */ pattern) {
  const folder = path.join(ROOT, 'test', part);
  const entries = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const files = entries.filter((entry) => entry.endsWith('.test.ts') && entry.includes(pattern));
  return files.sort().map((file) => path.join(folder, file));
}

/** A fresh file for a part's counts. */
function resultsFile(/** @type {string} */ part) {
  const file = path.join(RESULTS, `${part}.json`);
  rmSync(file, { force: true });
  return file;
}

/** A part that ran no test has failed. */
const NOTHING_RAN = { passed: 0, failed: 1, skipped: 0 };

/** @returns {Counts} What a runner wrote down; a crash, and a part without tests, count as a failed test. */
function countsOf(/** @type {string} */ file, /** @type {number | string} */ code) {
  /** @type {Counts} */
  const counts = existsSync(file) ? readJson(file) : NOTHING_RAN;
  const failedSilently = counts.failed === 0 && (code !== 0 || counts.passed + counts.skipped === 0);
  return failedSilently ? { ...counts, failed: 1 } : counts;
}

/** @returns {PartName[]} */
function chosenParts(/** @type {string | undefined} */ name) {
  const all = /** @type {PartName[]} */ (Object.keys(PARTS));
  if (name === undefined) return all;
  const part = all.find((candidate) => candidate === name);
  if (part === undefined) throw new SetupError(`There is no part "${name}" of the tests; choose of ${all.join(', ')}.`);
  return [part];
}

async function setUp(/** @type {readonly PartName[]} */ parts) {
  await setUpDependencies();
  if (parts.some((part) => PARTS[part].tensorFlow)) await setUpTensorFlow();
  if (!parts.some((part) => PARTS[part].packaged)) {
    await run(process.execPath, ['esbuild.mjs'], { quiet: true });
    return;
  }
  await setUpBrowser();
  await setUpVsCode();
  await packageExtension(['linux-x64', 'darwin-x64']); // one with native code, one with WebAssembly
}

await main(async () => {
  const [name, pattern = ''] = process.argv.slice(2);
  const parts = chosenParts(name);
  mkdirSync(RESULTS, { recursive: true });
  await setUp(parts);

  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const part of parts) {
    say(`\n── ${part} ──`);
    const counts = await PARTS[part].run(pattern);
    say(`${part}: ${counts.passed} passed, ${counts.failed} failed`);
    for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) total[key] += counts[key];
  }
  if (total.failed > 0) process.exitCode = 1;
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  say(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
});
