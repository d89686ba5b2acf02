import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CancelledError, UserError } from '../../../../errors';
import { TENSORFLOW_VERSION, type TensorFlowPackageName } from '../package';
import { unpack } from './archive';
import { CommandError, runCommand } from './command';
import { download } from './download';
import { explainWords } from './failures';
import { type Network, networkEnvironment } from './network';

export interface NpmOptions {
  readonly network: Network;
  readonly signal: AbortSignal;
}

/** The npm to fetch where the user has none. */
const NPM_VERSION = '10.9.4';
const NPM_INTEGRITY = 'OnUG836FwboQIbqtefDNlyR0gTHzIfwRfE3DuiNewBvnMnWEpB0VEXwBlFVgqpNzIgYo/MHh3d2Hel/pszapAA==';

const REGISTRY = "npm's registry";

/** How npm is started. */
interface NpmCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** The npm that does the work: the user's own, with its configuration (registry, proxy, certificates), if there is one. */
export class Npm {
  private constructor(
    private readonly npm: NpmCommand,
    private readonly signal: AbortSignal,
  ) {}

  /** @param folder where it may be put if the user has none */
  static async find(folder: string, options: NpmOptions): Promise<Npm> {
    await mkdir(folder, { recursive: true });
    const command = (await ownNpm(folder, options)) ?? (await fetchNpm(folder, options));
    return new Npm(command, options.signal);
  }

  /** Installs the package and what it needs into a folder, without running any of their scripts. */
  async install(folder: string, name: TensorFlowPackageName): Promise<void> {
    const manifest = { private: true, dependencies: { [name]: TENSORFLOW_VERSION } };
    await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
    const quietly = ['--no-audit', '--no-fund', '--no-update-notifier', '--no-package-lock', '--loglevel=warn'];
    const output = await this.run(folder, ['install', '--ignore-scripts', '--omit=dev', '--omit=optional', ...quietly]);
    // What cannot be unpacked, on a full disk say, is but a warning to npm.
    if (output.includes('TAR_ENTRY_ERROR')) throw explainWords(output, REGISTRY) ?? new CommandError('npm', output);
  }

  /** Runs a script of the package in a folder. */
  async runScript(folder: string, script: string): Promise<void> {
    await this.run(folder, ['run', script]);
  }

  private run(folder: string, args: readonly string[]): Promise<string> {
    const { npm, signal } = this;
    const { environment } = npm;
    return runCommand(npm.command, [...npm.args, ...args], { folder, environment, signal, from: REGISTRY });
  }
}

/** The user's own npm, if PATH leads to one. */
async function ownNpm(folder: string, { network, signal }: NpmOptions): Promise<NpmCommand | undefined> {
  const command = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const environment = networkEnvironment(network);
  try {
    await runCommand(command, ['--version'], { folder, environment, signal });
    return { command, args: [], environment };
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    return undefined;
  }
}

/** Fetches npm itself from the registry. It is run by the executable that runs us. */
async function fetchNpm(folder: string, { network, signal }: NpmOptions): Promise<NpmCommand> {
  const home = path.join(folder, 'npm');
  const environment = { ...networkEnvironment(network), ELECTRON_RUN_AS_NODE: '1' };
  const archive = `${home}.tgz`;
  await download(`${registry(network.environment)}/npm/-/npm-${NPM_VERSION}.tgz`, archive, { network, signal });
  await checkIntegrity(archive);
  await unpack(archive, home, 1, { environment, signal });
  await rm(archive);
  return { command: process.execPath, args: [path.join(home, 'bin/npm-cli.js')], environment };
}

function registry(environment: NodeJS.ProcessEnv): string {
  const named = environment['npm_config_registry'] ?? environment['NPM_CONFIG_REGISTRY'] ?? '';
  return named === '' ? 'https://registry.npmjs.org' : named.replace(/\/+$/, '');
}

async function checkIntegrity(archive: string): Promise<void> {
  const hash = createHash('sha512')
    .update(await readFile(archive))
    .digest('base64');
  if (hash === NPM_INTEGRITY) return;
  throw new UserError(`What the registry sent is not npm ${NPM_VERSION}. Install Node.js with npm, and try again.`);
}
