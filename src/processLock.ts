import { open, readFile, rm } from 'node:fs/promises';
import { systemErrorCode, UserError } from './errors';

/** A file that one process at a time holds, with its number inside. One that its holder's end left behind is void. */
export class ProcessLock {
  private constructor(private readonly file: string) {}

  /**
   * @param file in a folder that is there
   * @param held the sentence for the user if another process, the one of this number, holds it
   * @throws UserError with that sentence
   */
  static async acquire(file: string, held: (processId: number) => string): Promise<ProcessLock> {
    for (;;) {
      try {
        const handle = await open(file, 'wx');
        await handle.writeFile(String(process.pid)).finally(() => handle.close());
        return new ProcessLock(file);
      } catch (error) {
        if (systemErrorCode(error) !== 'EEXIST') throw error;
        await removeStaleLock(file, held);
      }
    }
  }

  async release(): Promise<void> {
    await rm(this.file, { force: true });
  }
}

/** @throws UserError if the process that holds the lock is alive. */
async function removeStaleLock(file: string, held: (processId: number) => string): Promise<void> {
  const holder = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (holder !== process.pid && isAlive(holder)) throw new UserError(held(holder));
  await rm(file, { force: true });
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
