import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type CommandOptions, runCommand } from './command';

/**
 * Unpacks a .tar.gz, on Windows also a .zip, with the tar of the system: Windows has had one since version 10.
 *
 * @param strip how many folders at the start of each name to leave out
 */
export async function unpack(
  archive: string,
  folder: string,
  strip: number,
  options: Omit<CommandOptions, 'folder'>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await runCommand(tar(), ['-xf', archive, '-C', folder, `--strip-components=${strip}`], { ...options, folder });
}

/** On Windows not the one of Git, which may come first in PATH and knows no .zip. */
function tar(): string {
  if (process.platform !== 'win32') return 'tar';
  return path.join(process.env['SystemRoot'] ?? String.raw`C:\Windows`, 'System32', 'tar.exe');
}
