import { mkdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { removeFolder } from '../files';
import { ProcessLock } from '../processLock';
import { hasCheckpoint } from './checkpoint';

/**
 * What a training keeps beside the model folder until it is done: its best model so far (a model folder) and its last
 * checkpoint. One process at a time holds it.
 */
export class RunFolder {
  private constructor(
    private readonly path: string,
    private readonly lock: ProcessLock,
  ) {}

  /** @throws UserError if another process is training this model. */
  static async acquire(modelFolder: string): Promise<RunFolder> {
    const folder = runPath(modelFolder);
    await mkdir(folder, { recursive: true });
    const lock = await ProcessLock.acquire(
      path.join(folder, 'process'),
      (holder) => `A training of this model is already running (process ${holder}). Wait until it is done, or stop it.`,
    );
    return new RunFolder(folder, lock);
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
    await this.lock.release();
    await rmdir(this.path).catch(() => undefined); // it stays if it holds something
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
