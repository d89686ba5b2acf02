import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { VSCODE_ENTRY, VSCODE_NODE } from './paths.mjs';
import { until } from './until';

export type Settings = Readonly<Record<string, unknown>>;

export interface ServerOptions {
  /** The packaged extension (.vsix) to install. */
  readonly extension: string;
  /** A folder whose copy is opened, or the files of a new one by their paths. */
  readonly workspace: string | Readonly<Record<string, string>>;
  /** Settings beside `QUIET_SETTINGS`. */
  readonly settings?: Settings;
  /** Those of the scope "machine": a server counts as a remote machine, which has its own. */
  readonly machineSettings?: Settings;
  readonly environment?: NodeJS.ProcessEnv;
  /** More arguments of the server's command line. */
  readonly args?: readonly string[];
  /** Ask whether the workspace is trusted, as VS Code does by default. */
  readonly askForTrust?: boolean;
}

/** A VS Code without what moves by itself or talks to the network. */
const QUIET_SETTINGS: Settings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'window.commandCenter': false,
  'files.autoSave': 'off',
  'git.enabled': false,
  'editor.cursorBlinking': 'solid',
};

/** Variables of a surrounding VS Code or test runner that would confuse this one. */
const FOREIGN_VARIABLES = ['NODE_OPTIONS', 'NODE_V8_COVERAGE', 'NODE_TEST_CONTEXT', 'VSCODE_IPC_HOOK_CLI'];

/** A real VS Code on 127.0.0.1, with the packaged extension and state of its own, which `stop` deletes. */
export class VsCodeServer {
  private readonly process: ChildProcess;
  private log = '';

  /** Installs the extension and starts the server. */
  static async start(options: ServerOptions): Promise<VsCodeServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'mygpt-')); // short, for sockets live in it
    try {
      const server = new VsCodeServer(folder, options, await prepare(folder, options));
      await server.listening();
      return server;
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  private constructor(
    private readonly folder: string,
    options: ServerOptions,
    environment: NodeJS.ProcessEnv,
  ) {
    const args = [
      ...commonArguments(folder),
      ...['--bind-addr', '127.0.0.1:0', '--auth', 'none'],
      ...[
        '--disable-telemetry',
        '--disable-update-check',
        '--disable-getting-started-override',
        '--ignore-last-opened',
      ],
      ...(options.askForTrust === true ? [] : ['--disable-workspace-trust']),
      ...(options.args ?? []),
      this.workspace,
    ];
    // A process group of its own, so that everything it started ends with it.
    this.process = spawn(VSCODE_NODE, args, {
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on('data', (data: Buffer) => (this.log += data.toString()));
    }
    process.once('exit', this.onExit);
  }

  /** The opened folder. */
  get workspace(): string {
    return path.join(this.folder, 'workspace');
  }

  /** Where VS Code keeps its state, the extensions' too. */
  get data(): string {
    return path.join(this.folder, 'data');
  }

  /** Where the extension is installed. */
  get extension(): string {
    const folder = path.join(this.folder, 'extensions');
    const name = readdirSync(folder).find((entry) => entry.startsWith('mygpt.mygpt-'));
    if (name === undefined) throw new Error(`MyGPT is not installed in ${folder}`);
    return path.join(folder, name);
  }

  /** Where the server listens, such as `127.0.0.1:4321`. */
  get address(): string {
    const address = /listening on http:\/\/([\d.]+:\d+)/.exec(this.log)?.[1];
    if (address === undefined) throw new Error(`The VS Code server is not listening:\n${this.log}`);
    return address;
  }

  /** The address of a window on the workspace; `query` overrides what is opened. */
  url(query: Readonly<Record<string, string>> = { folder: this.workspace }): string {
    return `http://${this.address}/?${new URLSearchParams(query).toString()}`;
  }

  /** A file of this machine as the window names it. */
  remoteUri(file: string): string {
    return `vscode-remote://${this.address}${file}`;
  }

  /** Ends the server with everything it started, and deletes its state. */
  async stop(): Promise<void> {
    const ended = () => this.process.exitCode !== null || this.process.signalCode !== null;
    this.signal('SIGTERM');
    await until('the VS Code server ended', ended, { seconds: 5 }).catch(() => undefined);
    process.off('exit', this.onExit);
    this.onExit();
  }

  private async listening(): Promise<void> {
    await until('the VS Code server listens', () => {
      if (this.process.exitCode !== null) throw new Error(`The VS Code server ended:\n${this.log}`);
      return this.log.includes('listening on http');
    });
  }

  private readonly onExit = (): void => {
    this.signal('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };

  private signal(signal: NodeJS.Signals): void {
    if (this.process.pid === undefined) return;
    try {
      process.kill(-this.process.pid, signal);
    } catch {
      // The group has ended.
    }
  }
}

/** Lays out the server's state and installs the extension. Returns the server's environment. */
async function prepare(folder: string, options: ServerOptions): Promise<NodeJS.ProcessEnv> {
  for (const name of ['data/User', 'extensions', 'home', 'runtime', 'workspace']) {
    mkdirSync(path.join(folder, name), { recursive: true });
  }
  writeSettings(folder, 'User', { ...QUIET_SETTINGS, ...options.settings });
  writeSettings(folder, 'Machine', options.machineSettings ?? {});
  writeFileSync(path.join(folder, 'config.yaml'), '');
  writeWorkspace(path.join(folder, 'workspace'), options.workspace);

  const environment = environmentOf(folder, options.environment);
  const install = [...commonArguments(folder), '--install-extension', options.extension];
  await promisify(execFile)(VSCODE_NODE, install, { env: environment });
  return environment;
}

function writeWorkspace(folder: string, source: ServerOptions['workspace']): void {
  if (typeof source === 'string') {
    cpSync(source, folder, { recursive: true });
    return;
  }
  for (const [name, text] of Object.entries(source)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

function environmentOf(folder: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const home = path.join(folder, 'home');
  const runtime = path.join(folder, 'runtime');
  const inherited = Object.entries(process.env).filter(([name]) => !FOREIGN_VARIABLES.includes(name));
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local/share'),
    XDG_RUNTIME_DIR: runtime,
    TMPDIR: runtime,
    EXTENSIONS_GALLERY: '{}', // no marketplace
    ...more,
  };
}

function commonArguments(folder: string): string[] {
  const config = ['--config', path.join(folder, 'config.yaml')];
  const state = ['--user-data-dir', path.join(folder, 'data'), '--extensions-dir', path.join(folder, 'extensions')];
  return [VSCODE_ENTRY, ...config, ...state];
}

function writeSettings(folder: string, place: 'User' | 'Machine', settings: Settings): void {
  const file = path.join(folder, 'data', place, 'settings.json');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(settings, null, 2));
}
