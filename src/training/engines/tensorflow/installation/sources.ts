import { UserError } from '../../../../errors';
import { TENSORFLOW_VERSION, type TensorFlowPackageName } from '../package';
import type { Machine } from './machine';

/** Where the parts of an installation come from. */
export interface TensorFlowSources {
  readonly package: TensorFlowPackageName;
  /** The archive of TensorFlow's C library. */
  readonly library: string;
  /** Archives of the addon that joins the two, the best first. Where none of them serves, it can be compiled. */
  readonly addons: readonly string[];
  /** About how much is downloaded, in bytes. */
  readonly downloadSize: number;
  /** About how much it takes on the disk, in bytes. */
  readonly diskSize: number;
}

/** The version of TensorFlow's library that the package wants (its scripts/deps-constants.js). */
const LIBRARY_VERSION = '2.9.1';

/** The newest version of Node-API that the addon is made for; later Node.js offers it too. */
export const NODE_API_VERSION = 8;

const MEGABYTE = 1_000_000;

/** Measured: what npm fetches for the package and all that it needs, and what that becomes. */
const PACKAGES = { download: 72 * MEGABYTE, disk: 300 * MEGABYTE };

/**
 * Not measured but taken from what people say in public: libtensorflow 2.10 with GPU has "about 480M"
 * (SciSharp/TensorFlow.NET#966), TensorFlow without GPU "~100MB" (keras-tuner#214), "~300MB" on the disk
 * (tensorflow/tfjs#2817). Unpacked, a GPU's library is two to three times as large as its archive.
 */
const LIBRARY = {
  gpu: { download: 480 * MEGABYTE, disk: 1200 * MEGABYTE },
  cpu: { download: 130 * MEGABYTE, disk: 400 * MEGABYTE },
};

/**
 * What to install on a machine: the package for GPUs where there is an NVIDIA driver and such a package, else the one
 * for processors. The names of the files, and the variables that name a mirror (TFJS_NODE_CDN_STORAGE instead of all of
 * storage.googleapis.com, TFJS_NODE_BASE_URI for the library alone), are those of the package's own scripts/install.js.
 *
 * @throws UserError if nobody makes TensorFlow for the machine
 */
export function chooseSources(machine: Machine, environment: NodeJS.ProcessEnv): TensorFlowSources {
  requireSupport(machine);
  const kind = machine.nvidia && machine.architecture === 'x64' && machine.platform !== 'darwin' ? 'gpu' : 'cpu';
  const mirror = variable(environment, 'TFJS_NODE_CDN_STORAGE') ?? variable(environment, 'CDN_STORAGE');
  const storage = withSlash(mirror ?? 'https://storage.googleapis.com/');
  return {
    package: kind === 'gpu' ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node',
    library: libraryAddress(machine, kind, storage, variable(environment, 'TFJS_NODE_BASE_URI')),
    addons: addonAddresses(machine, kind, storage, environment),
    downloadSize: PACKAGES.download + LIBRARY[kind].download,
    diskSize: PACKAGES.disk + LIBRARY[kind].disk,
  };
}

type Kind = keyof typeof LIBRARY;

const SUPPORTED: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['x64', 'arm64'],
  darwin: ['x64', 'arm64'],
  win32: ['x64'],
};

const INSTEAD = 'Train with the engine onnxruntime, which MyGPT carries.';

function requireSupport({ platform, architecture, musl }: Machine): void {
  if (musl) throw new UserError(`There is no TensorFlow for Linux with musl, as Alpine Linux has it. ${INSTEAD}`);
  if (SUPPORTED[platform]?.includes(architecture) !== true) {
    throw new UserError(`There is no TensorFlow for ${platform} on ${architecture}. ${INSTEAD}`);
  }
}

const SYSTEM_NAMES: Readonly<Partial<Record<NodeJS.Platform, string>>> = { win32: 'windows' };

function systemName(platform: NodeJS.Platform): string {
  return SYSTEM_NAMES[platform] ?? platform;
}

function archiveType(platform: NodeJS.Platform): string {
  return platform === 'win32' ? 'zip' : 'tar.gz';
}

function libraryAddress(
  { platform, architecture }: Machine,
  kind: Kind,
  storage: string,
  base = `${storage}tensorflow/libtensorflow/libtensorflow-`,
): string {
  if (architecture === 'arm64') {
    const name = platform === 'darwin' ? 'darwin_arm64_cpu' : 'linux_arm64';
    return `${storage}tf-builds/libtensorflow_r2_7_${name}.tar.gz`;
  }
  return `${base}${kind}-${systemName(platform)}-x86_64-${LIBRARY_VERSION}.${archiveType(platform)}`;
}

/** Both packages have the same addon: where the one for GPUs was never uploaded (Windows), the other does it too. */
function addonAddresses(
  { platform }: Machine,
  kind: Kind,
  storage: string,
  environment: NodeJS.ProcessEnv,
): readonly string[] {
  const host = withSlash(
    variable(environment, 'tfjs_binding_binary_host_mirror') ?? `${storage}tf-builds/pre-built-binary`,
  );
  const kinds = kind === 'gpu' ? ['GPU', 'CPU'] : ['CPU'];
  return kinds.map(
    (name) =>
      `${host}napi-v${NODE_API_VERSION}/${TENSORFLOW_VERSION}/` +
      `${name}-${systemName(platform)}-${TENSORFLOW_VERSION}.${archiveType(platform)}`,
  );
}

/** A variable of the environment, or of npm's configuration. */
function variable(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  return nonEmpty(environment[name]) ?? nonEmpty(environment[`npm_config_${name}`]);
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

function withSlash(address: string): string {
  return address.endsWith('/') ? address : `${address}/`;
}
