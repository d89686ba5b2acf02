import { constants } from 'node:fs';
import { access, type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode, UserError } from './errors';

export async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/**
 * Replaces a folder as a whole: the files are written into a temporary sibling, synced to the disk, and renamed into
 * place. Whatever fails, and whenever the process ends, either the old or the new folder is there, if need be as
 * `previousOf(folder)`, where `presentFolder` finds it.
 *
 * @throws UserError if the disk is full or may not be written; the old folder is then still in place.
 */
export async function replaceFolder(folder: string, files: ReadonlyMap<string, Uint8Array | string>): Promise<void> {
  const temporary = `${folder}.new`;
  try {
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true });
    for (const [name, content] of files) await writeSynced(path.join(temporary, name), content);
    await syncFolder(temporary);
    await putInPlace(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw explain(error, folder);
  }
}

/** Replaces a file as a whole, or makes it, with its folder. @throws UserError as `replaceFolder` does */
export async function replaceFile(file: string, content: Uint8Array | string): Promise<void> {
  const temporary = `${file}.new`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await rm(temporary, { force: true });
    await writeSynced(temporary, content);
    await rename(temporary, file);
    await syncFolder(path.dirname(file));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw explain(error, file);
  }
}

/** Renames a finished sibling of a folder into its place. If that fails, the old folder is still there. */
export async function putInPlace(finished: string, folder: string): Promise<void> {
  try {
    await restorePrevious(folder);
    if (await exists(folder)) await rename(folder, previousOf(folder));
    await rename(finished, folder);
    await syncFolder(path.dirname(folder));
    await rm(previousOf(folder), { recursive: true, force: true });
  } catch (error) {
    await restorePrevious(folder).catch(() => undefined);
    throw error;
  }
}

/** Where a folder's old content is for the moment in which it is replaced. */
function previousOf(folder: string): string {
  return `${folder}.previous`;
}

/** The folder to read: itself, or its old content if replacing it was cut short. */
export async function presentFolder(folder: string): Promise<string> {
  return !(await exists(folder)) && (await exists(previousOf(folder))) ? previousOf(folder) : folder;
}

/** Undoes the first of the two renames of a replacement that was cut short after it. */
async function restorePrevious(folder: string): Promise<void> {
  const previous = previousOf(folder);
  if (!(await exists(previous))) return;
  if (await exists(folder)) await rm(previous, { recursive: true, force: true });
  else await rename(previous, folder);
}

/** Removes a folder that `replaceFolder` made, and what it may have left beside it. */
export async function removeFolder(folder: string): Promise<void> {
  for (const each of [folder, previousOf(folder), `${folder}.new`]) await rm(each, { recursive: true, force: true });
}

async function writeSynced(file: string, content: Uint8Array | string): Promise<void> {
  await withFile(file, 'wx', async (handle) => {
    await handle.writeFile(content);
    await handle.sync();
  });
}

/** Makes the names in a folder durable. Windows has no such call, and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform !== 'win32') await withFile(folder, 'r', (handle) => handle.sync());
}

async function withFile<Result>(
  file: string,
  flags: string | number,
  use: (handle: FileHandle) => Promise<Result>,
): Promise<Result> {
  const handle = await open(file, flags);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

function explain(error: unknown, folder: string): unknown {
  switch (systemErrorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new UserError(
        `The disk is full: ${folder} was not saved, and what was there before is kept. Free some space and try again.`,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new UserError(`${folder} cannot be written. Choose a folder that you may write to.`);
    default:
      return error;
  }
}

/**
 * The bytes of a regular file that nobody vouches for. Opening never waits, as it would for a named pipe that nobody writes
 * to. (Windows has no such flag; there it is undefined, which counts as 0.)
 *
 * @throws UserError if it is something else than a file, or larger than `mostBytes`; a system error if it cannot be read
 */
export async function readBounded(file: string, mostBytes: number): Promise<Buffer> {
  return await withFile(file, constants.O_RDONLY | constants.O_NONBLOCK, async (handle) => {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new UserError(`${file} is not a file. Choose another one.`);
    if (stats.size > mostBytes) {
      throw new UserError(`${file} is larger than ${mostBytes / 2 ** 20} MB. Choose another one.`);
    }
    return await readUpTo(handle, stats.size);
  });
}

/** Up to `size` bytes; fewer if the file was shortened meanwhile. */
export async function readUpTo(handle: FileHandle, size: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await handle.read(buffer, length, size - length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

/** A JSON file is read up to this. */
const MOST_JSON_BYTES = 64 * 2 ** 20;

/** A file's content as JSON. @throws UserError if it is no JSON, with `remedy` as what to do. */
export async function readJson(file: string, remedy: string): Promise<unknown> {
  const text = (await readBounded(file, MOST_JSON_BYTES)).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(`${path.basename(file)} is not JSON. ${remedy}`);
  }
}
