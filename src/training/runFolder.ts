import { mkdir, open, readFile, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode, UserError } from '../errors';
import { removeFolder } from '../files';
import { hasCheckpoint } from './checkpoint';

/**
 * What a training keeps beside the model folder until it is done: its best model so far (a model folder) and its last
 * checkpoint. One process at a time holds it.
 */
export class RunFolder {
  private constructor(private readonly path: string) {}

  /** @throws UserError if another process is training this model. */
  static async acquire(modelFolder: string): Promise<RunFolder> {
    const folder = new RunFolder(runPath(modelFolder));
    await mkdir(folder.path, { recursive: true });
    await folder.lock();
    return folder;
  }

  get best(): string {
    return path.join(this.path, 'best');
  }

  get checkpoint(): string {
    return checkpointPath(this.path);
  }

  /** Forgets an earlier run that did not end. */
  async clear(): Promise<void> {
    await removeFolder(this.best);
    await removeFolder(this.checkpoint);
  }

  /** Lets others train this model. What a run needs to go on stays. */
  async release(): Promise<void> {
    await rm(this.lockFile, { force: true });
    await rmdir(this.path).catch(() => undefined); // it stays if it holds something
  }

  private get lockFile(): string {
    return path.join(this.path, 'process');
  }

  private async lock(): Promise<void> {
    for (;;) {
      try {
        const file = await open(this.lockFile, 'wx');
        await file.writeFile(String(process.pid)).finally(() => file.close());
        return;
      } catch (error) {
        if (systemErrorCode(error) !== 'EEXIST') throw error;
        await this.removeStaleLock();
      }
    }
  }

  /** @throws UserError if the process that holds the lock is alive. */
  private async removeStaleLock(): Promise<void> {
    const holder = Number(await readFile(this.lockFile, 'utf8').catch(() => '0'));
    if (holder !== process.pid && isAlive(holder)) {
      throw new UserError(
        `A training of this model is already running (process ${holder}). Wait until it is done, or stop it.`,
      );
    }
    await rm(this.lockFile, { force: true });
  }
}

/** Whether a training of this model was cut off and can go on. */
export async function isResumable(modelFolder: string): Promise<boolean> {
  return hasCheckpoint(checkpointPath(runPath(modelFolder)));
}

/** Removes what an unfinished training of this model left. */
export async function removeRun(modelFolder: string): Promise<void> {
  await rm(runPath(modelFolder), { recursive: true, force: true });
}

function runPath(modelFolder: string): string {
  return `${modelFolder}.training`;
}

function checkpointPath(run: string): string {
  return path.join(run, 'checkpoint');
}

function isAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}
