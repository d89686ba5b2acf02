import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { objectOf } from '../../../guards';

/** The version that MyGPT is made and tested with; there is no later one. */
export const TENSORFLOW_VERSION = '4.22.0';

/** TensorFlow.js for Node.js, the one with a GPU first: where both are installed, it is the one to use. */
export const TENSORFLOW_PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

export type TensorFlowPackageName = (typeof TENSORFLOW_PACKAGES)[number];

/** An installed package. Whether it loads is known only when it is tried. */
export interface TensorFlowPackage {
  readonly name: TensorFlowPackageName;
  readonly version: string;
  /** Its own folder, the one with its package.json. */
  readonly folder: string;
}

/**
 * Finds TensorFlow.js where MyGPT put it, beside MyGPT itself, and in what NODE_PATH names, in this order.
 *
 * @param installation a folder whose `node_modules` may contain it
 */
export function findTensorFlow(installation?: string): TensorFlowPackage | undefined {
  const installed = installation === undefined ? undefined : packageIn(installation);
  return installed ?? first((name) => readPackage(name, () => RESOLVE(`${name}/package.json`)));
}

/** The package in this very folder, the one whose `node_modules` contains it, and nowhere else. */
export function packageIn(folder: string): TensorFlowPackage | undefined {
  return first((name) => readPackage(name, () => path.join(folder, 'node_modules', name, 'package.json')));
}

/** Looks where Node.js looks: beside MyGPT, and in NODE_PATH. */
const RESOLVE = createRequire(path.join(__dirname, 'package.json')).resolve;

function first(find: (name: TensorFlowPackageName) => TensorFlowPackage | undefined): TensorFlowPackage | undefined {
  for (const name of TENSORFLOW_PACKAGES) {
    const found = find(name);
    if (found) return found;
  }
  return undefined;
}

function readPackage(name: TensorFlowPackageName, manifestOf: () => string): TensorFlowPackage | undefined {
  try {
    const manifest = manifestOf();
    const content: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
    return hasVersion(content) ? { name, version: content.version, folder: path.dirname(manifest) } : undefined;
  } catch {
    return undefined; // Not installed here.
  }
}

const hasVersion = objectOf<{ readonly version: string }>({
  version: (value): value is string => typeof value === 'string',
});
