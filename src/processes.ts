import { fork, type ChildProcess } from 'node:child_process';

/** How a child process ended. */
export interface ProcessExit {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last lines that it wrote to its standard error; empty if none. */
  readonly lastWords: string;
}

/** A running child process that speaks in messages. Nothing outside this file sees more of it. */
export interface MessageProcess {
  readonly id: number | undefined;
  /** Sends a message (structured clone). After the end of the process, nothing happens. */
  send(message: unknown): void;
  /** Ends the process at once; `onExit` is still called. */
  dispose(): void;
}

export interface ProcessListeners {
  readonly onMessage: (message: unknown) => void;
  /** Called once, after the last message, however the process ended. */
  readonly onExit: (exit: ProcessExit) => void;
}

export interface ProcessOptions {
  /** Options of Node.js itself, before the script. */
  readonly execArgv?: readonly string[];
  /** Variables for its environment, beside ours. */
  readonly env?: Readonly<Record<string, string>>;
  /** How much of the end of its standard error is kept, in characters. */
  readonly lastWordsLength?: number;
}

const LAST_WORDS_LENGTH = 2_000;

/**
 * Starts a script of ours as a child process. It is run by the executable that runs us; should that be VS Code's
 * Electron, the environment makes it behave as plain Node.js.
 */
export function forkProcess(
  script: string,
  { onMessage, onExit }: ProcessListeners,
  options: ProcessOptions = {},
): MessageProcess {
  const child = fork(script, {
    execPath: process.execPath,
    // Not our own options: a debugger's port can be had only once.
    execArgv: [...(options.execArgv ?? [])],
    env: { ...process.env, ...options.env, ELECTRON_RUN_AS_NODE: '1' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const errors = captureLastWords(child, options.lastWordsLength ?? LAST_WORDS_LENGTH);
  child.on('message', onMessage);
  // 'close' comes after all output has been read, and also when the process could not be started at all.
  child.once('close', (code, signal) => onExit({ code, signal, lastWords: errors() }));
  return {
    id: child.pid,
    // A failed send needs no care: it means that the process has ended, which onExit tells.
    send: (message) => {
      if (child.connected) child.send(message as object, () => undefined);
    },
    dispose: () => void child.kill(),
  };
}

/** The cause of an end in one line, to stand after "the process": "was ended by SIGKILL". */
export function describeExit({ code, signal, lastWords }: ProcessExit): string {
  const cause = signal === null ? `ended with code ${code ?? 'unknown'}` : `was ended by ${signal}`;
  // Of a stack trace, the line that names the error; otherwise what was said last.
  const error = /^(?:Uncaught )?\w*Error\b.*$/m.exec(lastWords)?.[0] ?? lastWords.split('\n').at(-1) ?? '';
  return error === '' ? cause : `${cause} (${error})`;
}

/** In a child: sends its parent a message. When the parent has gone, nothing happens: see `endWithParent`. */
export function sendToParent(message: unknown): void {
  process.send?.(message, undefined, undefined, () => undefined);
}

/** In a child: ends it when its parent's end of the message channel closes, so that no child outlives its parent. */
export function endWithParent(): void {
  process.once('disconnect', () => process.exit(0));
}

function captureLastWords(child: ChildProcess, length: number): () => string {
  let text = '';
  const add = (more: string) => (text = (text + more).slice(-length));
  child.stderr?.setEncoding('utf8').on('data', add);
  child.on('error', (error) => add(error.message));
  return () => text.trim();
}
