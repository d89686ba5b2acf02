import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode, UserError } from '../errors';
import { isModelFile } from '../model/folder';
import { required } from './arguments';

/**
 * The absolute path of `--out`, the model folder to write.
 *
 * @throws UserError if anything else than a model is there: it would be replaced as a whole.
 */
export async function requireOutputFolder(out: string | undefined): Promise<string> {
  const folder = path.resolve(required(out, '--out'));
  const names = await namesIn(folder);
  if (names.every(isModelFile)) return folder;
  throw new UserError(`${folder} is not empty and holds no model, or more than that. Choose another folder for --out.`);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    if (systemErrorCode(error) !== 'ENOTDIR') throw error;
    throw new UserError(`${folder} is a file, or leads through one. Choose another folder for --out.`);
  }
}
