import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../../errors';
import { Member, type MemberParts } from './member';
import { CONTROL } from './sharedMemory';

// A thread that trains with others. It waits for orders until the process ends.

/** What it tells the engine: that it is ready, or why it cannot go on. */
export type WorkerMessage = 'ready' | { readonly error: string };

function tell(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

async function serve(parts: MemberParts): Promise<void> {
  const { control } = parts.memory;
  const member = await Member.create(parts);
  let order = Atomics.load(control, CONTROL.order);
  tell('ready');
  for (;;) {
    Atomics.wait(control, CONTROL.order, order);
    order = Atomics.load(control, CONTROL.order);
    await member.work();
    Atomics.sub(control, CONTROL.busy, 1);
    Atomics.notify(control, CONTROL.busy);
  }
}

serve(workerData as MemberParts).catch((error: unknown) => tell({ error: messageOf(error) }));
