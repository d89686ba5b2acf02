import { mkdir, rename, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { CancelledError, UserError } from '../../../../errors';
import { exists, putInPlace, removeFolder } from '../../../../files';
import { ProcessLock } from '../../../../processLock';
import { packageIn, type TensorFlowPackage } from '../package';
import { probeTensorFlow, type TensorFlowBroken, type TensorFlowReady } from '../probe';
import { addAddon } from './addon';
import { explainFailure } from './failures';
import { fetchLibrary, type PartOptions, placeLibrary } from './library';
import { type Machine, thisMachine } from './machine';
import type { Network } from './network';
import { Npm } from './npm';
import { chooseSources, type TensorFlowSources } from './sources';

/** What is in the folder of an installation. */
export type InstallationState = { readonly state: 'none' } | InstalledTensorFlow | TensorFlowBroken;

export interface InstalledTensorFlow extends TensorFlowReady {
  readonly package: TensorFlowPackage;
}

/** What an installation is doing; it compiles only where no ready-made addon serves. */
export type InstallationPhase = 'library' | 'unpacking' | 'packages' | 'addon' | 'compiling' | 'checking';

export interface InstallOptions {
  readonly network: Network;
  readonly signal: AbortSignal;
  /** `fraction` of a download, from 0 to 1; undefined where nobody knows. */
  readonly onProgress: (phase: InstallationPhase, fraction?: number) => void;
  readonly machine?: Machine;
}

/** TensorFlow.js as MyGPT installs it: a folder of its own, which is whole and works, or is not there. */
export class TensorFlowInstallation {
  /**
   * @param folder where it is put; `<folder>/node_modules` holds the package
   * @param probeScript the built `tensorflow-probe.js`
   */
  constructor(
    readonly folder: string,
    private readonly probeScript: string,
  ) {}

  /** Whether there is something, be it broken. */
  async exists(): Promise<boolean> {
    return exists(this.folder);
  }

  /** Tries what is there. @throws CancelledError */
  async state(signal?: AbortSignal): Promise<InstallationState> {
    if (!(await this.exists())) return { state: 'none' };
    const found = packageIn(this.folder);
    if (!found) return { state: 'broken', reason: 'its package is missing' };
    const probe = await probeTensorFlow(this.probeScript, found, { signal });
    return probe.state === 'ready' ? { ...probe, package: found } : probe;
  }

  /**
   * Installs it anew. It is put together beside the folder and tried there; only when it works does it take the place of
   * what was there before. Otherwise, that stays, and nothing else does.
   *
   * @throws UserError if there is none for the machine, if it is being installed already, or if network or disk fail
   * @throws CancelledError
   */
  async install(options: InstallOptions): Promise<TensorFlowReady> {
    const sources = chooseSources(options.machine ?? thisMachine(), options.network.environment);
    return this.alone(async () => {
      try {
        await this.removeLeftovers();
        await mkdir(this.staging);
        await requireSpace(this.staging, sources);
        const ready = await this.build(this.staging, sources, options);
        await putInPlace(this.staging, this.folder);
        return ready;
      } catch (error) {
        throw options.signal.aborted ? new CancelledError() : error;
      } finally {
        await this.removeLeftovers().catch(() => undefined);
      }
    });
  }

  /** @throws UserError if it is in use. */
  async uninstall(): Promise<void> {
    await this.alone(async () => {
      // Out of the way as a whole first: on Windows, that fails if any of its files is in use, and nothing is lost.
      if (await this.exists()) await rename(this.folder, this.discarded);
      await this.removeLeftovers();
      await removeFolder(this.folder); // and what replacing it may have left
    });
  }

  /** Where it is put together. */
  private get staging(): string {
    return `${this.folder}.new`;
  }

  /** Where it is while it is being removed. */
  private get discarded(): string {
    return `${this.folder}.removed`;
  }

  /** What this installation, or one that was cut short, leaves beside the folder. */
  private async removeLeftovers(): Promise<void> {
    for (const folder of [this.staging, this.discarded]) await rm(folder, { recursive: true, force: true });
  }

  /** The largest part comes first: most of what can fail fails there. */
  private async build(folder: string, sources: TensorFlowSources, options: InstallOptions): Promise<TensorFlowReady> {
    const { network, signal, onProgress } = options;
    const [library, tools] = [path.join(folder, 'library'), path.join(folder, 'tools')];
    onProgress('library', 0);
    await fetchLibrary(sources.library, library, partOptions('library', options));
    onProgress('packages');
    const npm = await Npm.find(tools, { network, signal });
    const tensorFlow = await installPackage(npm, folder, sources);
    await placeLibrary(library, tensorFlow);
    onProgress('addon');
    const ready = await addAddon(tensorFlow, sources.addons, {
      ...partOptions('addon', options),
      npm,
      onCompile: () => onProgress('compiling'),
      probe: () => {
        onProgress('checking');
        return probeTensorFlow(this.probeScript, tensorFlow, { signal });
      },
    });
    await rm(tools, { recursive: true, force: true });
    return ready;
  }

  /** Does something that no other window may do meanwhile. */
  private async alone<T>(work: () => Promise<T>): Promise<T> {
    try {
      await mkdir(path.dirname(this.folder), { recursive: true });
      const lock = await ProcessLock.acquire(
        `${this.folder}.lock`,
        () => 'TensorFlow is being installed or removed in another window. Wait until that is done.',
      );
      return await work().finally(() => lock.release());
    } catch (error) {
      throw explainFailure(error, 'the network');
    }
  }
}

function partOptions(phase: 'library' | 'addon', { network, signal, onProgress }: InstallOptions): PartOptions {
  return {
    network,
    signal,
    onProgress: (fraction) => onProgress(phase, fraction),
    onUnpack: () => onProgress('unpacking'),
  };
}

async function installPackage(npm: Npm, folder: string, sources: TensorFlowSources): Promise<TensorFlowPackage> {
  await npm.install(folder, sources.package);
  const tensorFlow = packageIn(folder);
  if (!tensorFlow) throw new Error(`npm did not install ${sources.package}.`);
  return tensorFlow;
}

/** While it is unpacked, archive and content are on the disk. */
async function requireSpace(folder: string, { downloadSize, diskSize }: TensorFlowSources): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const needed = downloadSize + diskSize;
  if (bavail * bsize >= needed) return;
  const gigabytes = (needed / 1e9).toFixed(1);
  throw new UserError(`TensorFlow needs ${gigabytes} GB of free space in ${folder} while it is installed. Free some.`);
}
