import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BuiltProgram } from '../builtProgram';

const NOBODY = 65_534;

/** How a command ended. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real `mygpt`, and a temporary folder to use it in. */
export class CommandLine {
  private readonly program = new BuiltProgram('src/cli.ts');
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'mygpt-cli-'));

  /** A path in the temporary folder. */
  path(...names: readonly string[]): string {
    return path.join(this.folder, ...names);
  }

  /** Writes a file into the temporary folder. @returns its path */
  write(name: string, content: string | Uint8Array): string {
    const file = this.path(name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  run(...args: readonly string[]): Promise<Outcome> {
    return this.start(...args).ended;
  }

  /** Runs a command that must succeed. @returns what it prints */
  async output(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...args);
    if (code !== 0) throw new Error(`mygpt ${args.join(' ')} ended with ${code}: ${stderr}`);
    return stdout;
  }

  /** Runs a command that must succeed and prints JSON. */
  async json<Result>(...args: readonly string[]): Promise<Result> {
    return JSON.parse(await this.output(...args, '--json')) as Result;
  }

  start(...args: readonly string[]): RunningCommand {
    return new RunningCommand(this.program.script, args);
  }

  /** Runs a command as somebody whom file permissions stop, which they do not for the superuser of a container. */
  runAsOrdinaryUser(...args: readonly string[]): Promise<Outcome> {
    if (process.getuid?.() !== 0) return this.run(...args);
    // The repository may lie where others may not go.
    const script = this.path('mygpt.js');
    copyFileSync(this.program.script, script);
    return new RunningCommand(script, args, { uid: NOBODY, gid: NOBODY, cwd: this.folder }).ended;
  }

  /** Runs a command in a network namespace of its own, which leads nowhere (Linux; `unshare` of util-linux). */
  startOffline(...args: readonly string[]): RunningCommand {
    return new RunningCommand(this.program.script, args, {}, ['unshare', '--map-root-user', '--net']);
  }

  remove(): void {
    this.program.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A command that runs, and what it has printed so far. */
export class RunningCommand extends EventEmitter<{ text: [] }> {
  private readonly child: ChildProcess;
  private stdout = '';
  private stderr = '';
  readonly ended: Promise<Outcome>;

  /** @param wrapper a program, with arguments, that becomes the command */
  constructor(script: string, args: readonly string[], options: SpawnOptions = {}, wrapper: readonly string[] = []) {
    super();
    const [program = process.execPath, ...rest] = [...wrapper, process.execPath, script, ...args];
    this.child = spawn(program, rest, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      this.emit('text');
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
      this.emit('text');
    });
    this.ended = once(this.child, 'close').then(() => this.outcome());
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Waits until what the command has printed, results and messages, matches. */
  async printed(pattern: RegExp): Promise<void> {
    const tooLate = this.ended.then(({ stderr }) => {
      throw new Error(`It ended before it printed ${String(pattern)}: ${stderr}`);
    });
    tooLate.catch(() => undefined); // it may also end later, which is nobody's failure
    while (!pattern.test(this.stdout + this.stderr)) await Promise.race([once(this, 'text'), tooLate]);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  private outcome(): Outcome {
    return { code: this.child.exitCode, stdout: this.stdout, stderr: this.stderr };
  }
}
