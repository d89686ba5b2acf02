import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findTensorFlow, type TensorFlowPackage } from '../../../../src/training/engines/tensorflow/package';

const found = findTensorFlow();

/**
 * The real library, which the tests' set-up prepares and names in NODE_PATH, where it can be had. Without its addon, it is
 * a package that npm unpacked and no more.
 */
export const realTensorFlow = found && existsSync(path.join(found.folder, 'lib')) ? found : undefined;

/** For the tests that need it: run them, or why not. */
export const needsTensorFlow = { skip: realTensorFlow ? false : 'TensorFlow.js is not installed' };

/** @throws Error in a test that is not marked with `needsTensorFlow`. */
export function requireTensorFlow(): TensorFlowPackage {
  if (!realTensorFlow) throw new Error('TensorFlow.js is not installed.');
  return realTensorFlow;
}

/** A copy of the real package to damage; the packages that it needs, and its library, are links. */
export class CopiedTensorFlow {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'mygpt-tensorflow-'));
  readonly package: TensorFlowPackage;

  constructor() {
    const real = requireTensorFlow();
    const theirs = path.resolve(real.folder, '../..');
    const ours = path.join(this.folder, 'node_modules');
    const [scope = ''] = real.name.split('/');
    mkdirSync(path.join(ours, scope), { recursive: true });
    for (const name of readdirSync(theirs)) {
      if (name !== scope) symlinkSync(path.join(theirs, name), path.join(ours, name));
    }
    for (const name of readdirSync(path.join(theirs, scope))) {
      const from = path.join(theirs, scope, name);
      if (from !== real.folder) symlinkSync(from, path.join(ours, scope, name));
    }
    const folder = path.join(ours, real.name);
    const library = path.join(real.folder, 'deps');
    cpSync(real.folder, folder, { recursive: true, verbatimSymlinks: true, filter: (from) => from !== library });
    symlinkSync(library, path.join(folder, 'deps'));
    this.package = { ...real, folder };
  }

  /** Deletes a part of the package. */
  delete(part: string): void {
    rmSync(path.join(this.package.folder, part), { recursive: true });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
