import { link, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../../../errors';
import { exists } from '../../../../files';
import type { TensorFlowPackage } from '../package';
import { unpack } from './archive';
import { download } from './download';
import { NotFoundError } from './failures';
import { type Network, networkEnvironment } from './network';
import { NODE_API_VERSION } from './sources';

export interface PartOptions {
  readonly network: Network;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
  /** The archive is there and is being unpacked. */
  readonly onUnpack: () => void;
}

/** Where the package looks for its addon. */
export function addonFolder({ folder }: TensorFlowPackage): string {
  return path.join(folder, 'lib', `napi-v${NODE_API_VERSION}`);
}

/** Downloads TensorFlow's C library into a folder. @throws UserError if it is not there */
export async function fetchLibrary(address: string, folder: string, options: PartOptions): Promise<void> {
  try {
    await downloadAndUnpack(address, folder, 0, options);
  } catch (error) {
    throw error instanceof NotFoundError ? noLibrary(address) : error;
  }
}

/** Puts the library from that folder where the addon looks for it. */
export async function placeLibrary(library: string, tensorFlow: TensorFlowPackage): Promise<void> {
  const place = path.join(tensorFlow.folder, 'deps');
  await rename(library, place);
  if (process.platform === 'win32') await placeBesideAddon(place, addonFolder(tensorFlow));
}

/** An archive into a folder, by way of a file beside the folder. */
export async function downloadAndUnpack(
  address: string,
  folder: string,
  strip: number,
  { network, signal, onProgress, onUnpack }: PartOptions,
): Promise<void> {
  const archive = `${folder}.archive${address.endsWith('.zip') ? '.zip' : '.tar.gz'}`;
  await mkdir(path.dirname(archive), { recursive: true });
  await download(address, archive, { network, signal, onProgress });
  onUnpack();
  await unpack(archive, folder, strip, { environment: networkEnvironment(network), signal });
  await rm(archive);
}

function noLibrary(address: string): UserError {
  const { host, pathname } = new URL(address);
  return new UserError(
    `${host} has no ${pathname}. If TFJS_NODE_CDN_STORAGE or TFJS_NODE_BASE_URI names a mirror, correct it, and install TensorFlow again.`,
  );
}

/** Windows looks for a library beside the addon. The archives have it in lib/, some at the top. */
async function placeBesideAddon(library: string, folder: string): Promise<void> {
  const name = 'tensorflow.dll';
  const inLib = path.join(library, 'lib', name);
  await mkdir(folder, { recursive: true });
  // A second name for the same file: it is large, and a compiler would look for it in lib/.
  await link((await exists(inLib)) ? inLib : path.join(library, name), path.join(folder, name));
}
