import { rm } from 'node:fs/promises';
import { CancelledError, UserError } from '../../../../errors';
import { OTHER_PROCESSOR } from '../breakage';
import type { TensorFlowPackage } from '../package';
import type { TensorFlowProbe, TensorFlowReady } from '../probe';
import { NotFoundError } from './failures';
import { addonFolder, downloadAndUnpack, type PartOptions } from './library';
import type { Npm } from './npm';

export interface AddonOptions extends PartOptions {
  readonly npm: Npm;
  /** Says whether TensorFlow works now. */
  readonly probe: () => Promise<TensorFlowProbe>;
  /** No addon serves: it is being compiled. */
  readonly onCompile: () => void;
}

/**
 * Adds the addon, and proves that TensorFlow works with it. Of the ready-made ones, some were never uploaded, and those
 * for Linux and macOS are for one architecture only: then it is compiled here.
 *
 * @throws UserError if TensorFlow does not work on this machine, or a compiler is needed and missing
 */
export async function addAddon(
  tensorFlow: TensorFlowPackage,
  addresses: readonly string[],
  options: AddonOptions,
): Promise<TensorFlowReady> {
  for (const address of addresses) {
    if (!(await fetchAddon(tensorFlow, address, options))) continue;
    const probe = await options.probe();
    if (probe.state === 'ready') return probe;
    if (probe.reason !== OTHER_PROCESSOR) throw doesNotWork(probe.reason);
  }
  await compileAddon(tensorFlow, options);
  const probe = await options.probe();
  if (probe.state === 'ready') return probe;
  throw doesNotWork(probe.reason);
}

/** Whether it was there. */
async function fetchAddon(tensorFlow: TensorFlowPackage, address: string, options: PartOptions): Promise<boolean> {
  try {
    await downloadAndUnpack(address, addonFolder(tensorFlow), 1, options);
    return true;
  } catch (error) {
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}

async function compileAddon(tensorFlow: TensorFlowPackage, { npm, onCompile }: AddonOptions): Promise<void> {
  onCompile();
  try {
    await npm.runScript(tensorFlow.folder, 'build-addon-from-source');
    await rm(`${tensorFlow.folder}/build`, { recursive: true, force: true });
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    throw new UserError(
      `There is no ready-made TensorFlow addon for ${process.platform} on ${process.arch}, and it could not be compiled. ` +
        'Install Node.js with npm, Python and a C++ compiler, and install TensorFlow again.',
      { cause: error },
    );
  }
}

function doesNotWork(reason: string): UserError {
  return new UserError(
    `TensorFlow was downloaded but does not work here: ${reason}. Train with the engine onnxruntime, which MyGPT carries.`,
  );
}
