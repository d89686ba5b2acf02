// @ts-check
// Says what happens, and runs other programs.
import { spawn } from 'node:child_process';
import { ROOT } from './paths.mjs';

/** Something the person at the terminal can mend; its message is one clear sentence, shown without a stack trace. */
export class SetupError extends Error {}

/** Tells the person at the terminal what is going on. */
export function say(/** @type {string} */ sentence) {
  console.log(sentence);
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} [options] `quiet` shows its output only if it fails.
 * @throws {SetupError} if it fails.
 */
export async function run(command, args, options = {}) {
  const { code, output } = await runToEnd(command, args, options);
  if (code !== 0) throw new SetupError(`${output}\nThis failed (exit ${code}): ${command} ${args.join(' ')}`.trim());
}

/**
 * As `run`, but a failure is the caller's to judge.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, timeout?: number }} [options] `timeout` ends it after so
 *   many milliseconds.
 * @returns {Promise<{ code: number | string, output: string }>} `output` is empty unless `quiet`.
 */
export function runToEnd(command, args, { cwd = ROOT, env = process.env, quiet = false, timeout } = {}) {
  return new Promise((resolve, reject) => {
    const output = quiet ? 'pipe' : 'inherit';
    /** @type {import('node:child_process').ChildProcess} */
    const child = spawn(command, args, { cwd, env, timeout, stdio: [quiet ? 'ignore' : 'inherit', output, output] });
    running.add(child);
    let text = '';
    child.stdout?.on('data', (data) => (text += data));
    child.stderr?.on('data', (data) => (text += data));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code: code ?? signal ?? 1, output: text });
    });
  });
}

/** Runs the program's main part; Ctrl+C ends what it started, and a `SetupError` is shown as a sentence. */
export async function main(/** @type {() => Promise<void>} */ body) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      for (const child of running) child.kill('SIGTERM');
      process.exitCode = 130;
      setTimeout(() => process.exit(), 3000).unref();
    });
  }
  try {
    await body();
  } catch (error) {
    if (process.exitCode === 130) return;
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  }
}
