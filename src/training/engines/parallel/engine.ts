import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { ModelConfiguration } from '../../../model/configuration';
import type { Batch, Engine, EngineRecipe, OptimizerState } from '../engine';
import { Member, type MemberParts } from './member';
import { CONTROL, shareMemory, type SharedMemory, type Task, TASK } from './sharedMemory';
import type { WorkerMessage } from './worker';

/** At least: with more than one, a thread that is slowed down holds up the others for less. */
const SHARDS_PER_THREAD = 2;

/** How long to wait for a thread before looking whether it is still there. */
const PATIENCE_MILLISECONDS = 1000;

/**
 * Trains with ONNX Runtime on several threads, each of which computes gradients of its own windows of the batch. A model this
 * small is computed in steps too short to share out one by one; whole windows are work for milliseconds, without a word
 * between the threads.
 */
export class ParallelEngine implements Engine {
  readonly name = 'onnxruntime';
  private failure: string | undefined;

  private constructor(
    private readonly memory: SharedMemory,
    private steps: number,
    private readonly workers: readonly Worker[],
    /** The engine's own thread works, too. */
    private readonly member: Member,
  ) {
    for (const worker of workers) {
      worker.on('message', (message: WorkerMessage) => {
        if (message !== 'ready') this.failure = message.error;
      });
      worker.on('error', (error) => (this.failure = String(error)));
      worker.on('exit', () => (this.failure ??= 'it ended'));
      // It waits for orders, and need not keep the process alive for them.
      worker.unref();
    }
  }

  /**
   * How many equal shards a batch is divided into; with 1 there is nothing to share out.
   *
   * @param batchSize in windows
   */
  static shardsOf(batchSize: number, threads: number): number {
    const fewest = Math.min(batchSize, SHARDS_PER_THREAD * threads);
    const divisors = Array.from({ length: batchSize }, (_, index) => index + 1).filter(
      (each) => batchSize % each === 0,
    );
    return divisors.find((each) => each >= fewest) ?? 1;
  }

  /**
   * @param threads at least 2
   * @param workerFile the built `training-worker.js`
   * @throws Error if a thread does not start
   */
  static async create(
    configuration: ModelConfiguration,
    recipe: EngineRecipe,
    learnt: OptimizerState,
    threads: number,
    workerFile: string,
  ): Promise<ParallelEngine> {
    const shards = ParallelEngine.shardsOf(recipe.batchSize, threads);
    const memory = shareMemory(learnt, recipe.batchSize * configuration.context_length, shards);
    const of = Math.min(threads, shards);
    const parts = (index: number): MemberParts => ({ configuration, recipe, step: learnt.step, memory, index, of });
    const indices = Array.from({ length: of - 1 }, (_, index) => index + 1);
    const workers = await Promise.all(indices.map((index) => startWorker(workerFile, parts(index))));
    return new ParallelEngine(memory, learnt.step, workers, await Member.create(parts(0)));
  }

  async step(batch: Batch, learningRate: number): Promise<number> {
    this.show(batch);
    await this.order(TASK.gradients);
    this.memory.learningRate[0] = learningRate;
    await this.order(TASK.update);
    this.steps += 1;
    return this.loss();
  }

  async evaluate(batch: Batch): Promise<number> {
    this.show(batch);
    await this.order(TASK.losses);
    return this.loss();
  }

  /** Copies, in memory that is not shared: what reads them may know no other. */
  state(): Promise<OptimizerState> {
    const { parameters, firstMoment, secondMoment } = this.memory;
    const copies = { parameters: copy(parameters), firstMoment: copy(firstMoment), secondMoment: copy(secondMoment) };
    return Promise.resolve({ ...copies, step: this.steps });
  }

  private show({ tokens, targets }: Batch): void {
    this.memory.batch.tokens.set(tokens);
    this.memory.batch.targets.set(targets);
  }

  private loss(): number {
    return this.memory.losses.reduce((sum, loss) => sum + loss);
  }

  /** Has a task done by all, and returns when it is. */
  private async order(task: Task): Promise<void> {
    const { control } = this.memory;
    Atomics.store(control, CONTROL.task, task);
    Atomics.store(control, CONTROL.nextShard, 0);
    Atomics.store(control, CONTROL.busy, this.workers.length);
    Atomics.add(control, CONTROL.order, 1);
    Atomics.notify(control, CONTROL.order);
    await this.member.work();
    await this.waitForOthers();
  }

  /** Blocks the thread, as the computing did. @throws Error if a thread has failed */
  private async waitForOthers(): Promise<void> {
    const { control } = this.memory;
    for (;;) {
      const busy = Atomics.load(control, CONTROL.busy);
      if (busy === 0) return;
      if (Atomics.wait(control, CONTROL.busy, busy, PATIENCE_MILLISECONDS) === 'timed-out') await setImmediate();
      if (this.failure !== undefined) throw new Error(`A training thread failed: ${this.failure}`);
    }
  }
}

async function startWorker(file: string, parts: MemberParts): Promise<Worker> {
  const worker = new Worker(file, { workerData: parts });
  const message = await new Promise<WorkerMessage>((resolve, reject) => {
    worker.once('message', resolve).once('error', reject);
  });
  if (message !== 'ready') throw new Error(message.error);
  return worker;
}

function copy(shared: Float32Array): Float32Array {
  return new Float32Array(shared);
}
