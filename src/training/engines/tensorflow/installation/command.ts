import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { CancelledError, systemErrorCode, UserError } from '../../../../errors';
import { explainWords } from './failures';

export interface CommandOptions {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** What it reaches over the network, for the sentence when that fails. */
  readonly from?: string;
}

/** What is kept of a program's output, in characters. */
const OUTPUT_LENGTH = 20_000;

/**
 * Runs a program to its end. When it is cancelled, whatever it started ends with it.
 *
 * @returns the end of its output
 * @throws UserError if it fails in a way that the user can mend
 * @throws CancelledError
 */
export async function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const { signal, from = 'the network' } = options;
  throwIfAborted(signal);
  const { code, output } = await runToEnd(command, args, options);
  throwIfAborted(signal); // meanwhile
  if (code === 0) return output;
  throw explainWords(output, from) ?? new CommandError(command, output);
}

/** A program failed in a way that nobody foresaw. The cause is all that it said. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  constructor(command: string, output: string) {
    super(`${path.parse(command).name} failed: ${summaryOf(output)}`, { cause: output });
  }
}

/** What npm says after the code of its error; of another program, the last words. */
function summaryOf(output: string): string {
  const reason = /^npm (?:error|ERR!) (?!code )(.+)$/m.exec(output)?.[1];
  return reason ?? output.trim().split('\n').at(-1) ?? '';
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new CancelledError();
}

interface CommandEnd {
  readonly code: number | null;
  readonly output: string;
}

function runToEnd(
  command: string,
  args: readonly string[],
  { folder, environment, signal }: CommandOptions,
): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its own group, so that it ends with all that it started.
      detached: process.platform !== 'win32',
      // Windows starts a script such as npm.cmd by its shell only. No argument of ours has a space or a quote.
      shell: command.endsWith('.cmd'),
      windowsHide: true,
    });
    const output = captureOutput(child);
    const kill = () => killTree(child);
    signal.addEventListener('abort', kill, { once: true });
    child.once('error', (error) => {
      signal.removeEventListener('abort', kill);
      reject(
        systemErrorCode(error) === 'ENOENT'
          ? new UserError(`${command} was not found. Install it, and install TensorFlow again.`)
          : error,
      );
    });
    child.once('close', (code) => {
      signal.removeEventListener('abort', kill);
      resolve({ code, output: output() });
    });
  });
}

function captureOutput(child: ChildProcess): () => string {
  let text = '';
  const add = (more: string) => (text = (text + more).slice(-OUTPUT_LENGTH));
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', add);
  return () => text;
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true }).once('error', () => child.kill());
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
