import { existsSync } from 'node:fs';
import path from 'node:path';

/** What decides which TensorFlow fits a machine. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  /** Whether its C library is musl (Alpine Linux), for which there is no TensorFlow. */
  readonly musl: boolean;
  /** Whether it has an NVIDIA driver, and so very likely a GPU. */
  readonly nvidia: boolean;
}

export function thisMachine(): Machine {
  const { platform, arch: architecture } = process;
  return { platform, architecture, musl: platform === 'linux' && !hasGlibc(), nvidia: DRIVER_FILES.some(existsSync) };
}

/** Files of the driver: no process needs to be started to see it. */
const DRIVER_FILES = [
  '/proc/driver/nvidia/version',
  // Linux on Windows, whose driver is the one of Windows.
  '/usr/lib/wsl/lib/libcuda.so.1',
  path.join(process.env['SystemRoot'] ?? String.raw`C:\Windows`, 'System32', 'nvcuda.dll'),
];

function hasGlibc(): boolean {
  const report: { readonly header?: object } = process.report.getReport();
  return 'glibcVersionRuntime' in (report.header ?? {});
}
