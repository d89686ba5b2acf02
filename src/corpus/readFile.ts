import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { readUpTo } from '../files';
import type { LeftOutReason } from './types';

/** No single file is read beyond this, whatever the settings say: its text must fit into one string. */
const MAX_BYTES = 256 * 2 ** 20;

/**
 * The bytes of a regular file, or why it has none. A link is not followed, and opening never waits, as it would for a
 * named pipe that nobody writes to. (Windows has neither flag; there both are undefined, which counts as 0.)
 */
export async function readRegularFile(
  path: string,
  maxBytes: number,
): Promise<Buffer | Extract<LeftOutReason, 'unreadable' | 'too large'>> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = await file.stat();
    if (!stats.isFile()) return 'unreadable';
    return stats.size > Math.min(maxBytes, MAX_BYTES) ? 'too large' : await readUpTo(file, stats.size);
  } catch {
    return 'unreadable';
  } finally {
    await file?.close();
  }
}
