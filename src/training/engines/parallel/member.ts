import type { ModelConfiguration } from '../../../model/configuration';
import { parameterLayout } from '../../../model/parameters';
import { createOptimizer } from '../../optimizers/create';
import type { Optimizer } from '../../optimizers/optimizer';
import { BatchSession } from '../batchSession';
import type { Batch, EngineRecipe } from '../engine';
import { CONTROL, type SharedMemory, TASK } from './sharedMemory';

/** What a member of a crew is made of. */
export interface MemberParts {
  readonly configuration: ModelConfiguration;
  readonly recipe: EngineRecipe;
  /** Updates made before. */
  readonly step: number;
  readonly memory: SharedMemory;
  /** Its number, and how many there are. */
  readonly index: number;
  readonly of: number;
}

/**
 * One of several threads that train together. A batch comes in shards, and whoever is free takes the next: so a thread that
 * another program slows down takes fewer. Parameters are moved by the thread that they belong to.
 *
 * The ONNX runtime reads and writes no shared memory, so that each member has vectors of its own, and copies.
 */
export class Member {
  private constructor(
    private readonly memory: SharedMemory,
    private readonly parameters: Float32Array,
    private readonly gradients: Float32Array,
    private readonly gradientSession: BatchSession,
    private readonly lossSession: BatchSession,
    private readonly optimizer: Optimizer,
  ) {}

  static async create({ configuration, recipe, step, memory, index, of }: MemberParts): Promise<Member> {
    const shards = memory.gradients.length;
    const parameters = new Float32Array(memory.parameters.length);
    const gradients = new Float32Array(parameters.length);
    const session = (own: { parameters: Float32Array; gradients?: Float32Array }) =>
      BatchSession.create(configuration, recipe.batchSize / shards, own, { threads: 1, whole: recipe.batchSize });
    const learnt = { ...memory, step };
    const optimizer = await createOptimizer(recipe.optimizer, parameterLayout(configuration), learnt, 1, { index, of });
    const sessions = [await session({ parameters, gradients }), await session({ parameters })] as const;
    return new Member(memory, parameters, gradients, ...sessions, optimizer);
  }

  /** Does its part of what is ordered. */
  async work(): Promise<void> {
    const { control } = this.memory;
    const task = Atomics.load(control, CONTROL.task);
    if (task === TASK.update) await this.update();
    else await this.computeShards(task === TASK.gradients);
  }

  private async computeShards(gradients: boolean): Promise<void> {
    this.parameters.set(this.memory.parameters);
    for (let shard = this.takeShard(); shard !== undefined; shard = this.takeShard()) {
      if (gradients) await this.computeGradients(shard);
      else this.memory.losses[shard] = await this.lossSession.run(this.batchOf(shard));
    }
  }

  private takeShard(): number | undefined {
    const shard = Atomics.add(this.memory.control, CONTROL.nextShard, 1);
    return shard < this.memory.gradients.length ? shard : undefined;
  }

  private async computeGradients(shard: number): Promise<void> {
    this.memory.losses[shard] = await this.gradientSession.run(this.batchOf(shard));
    this.memory.gradients[shard]?.set(this.gradients);
  }

  private batchOf(shard: number): Batch {
    const { batch, gradients } = this.memory;
    const size = batch.tokens.length / gradients.length;
    const part = (ids: BigInt64Array) => ids.slice(shard * size, (shard + 1) * size);
    return { tokens: part(batch.tokens), targets: part(batch.targets) };
  }

  private async update(): Promise<void> {
    for (const range of this.optimizer.ranges) this.addUpGradients(...range);
    await this.optimizer.update(this.gradients, this.memory.learningRate[0] ?? 0);
  }

  /** Of all shards, in their order: who computed them makes no difference. Two at a time, to go over the sum less often. */
  private addUpGradients(begin: number, end: number): void {
    const sum = this.gradients;
    sum.fill(0, begin, end);
    const { gradients } = this.memory;
    for (let shard = 0; shard < gradients.length; shard += 2) {
      const [one, other] = gradients.slice(shard, shard + 2);
      if (one && other) {
        for (let at = begin; at < end; at++) sum[at] = (sum[at] ?? 0) + (one[at] ?? 0) + (other[at] ?? 0);
      } else if (one) {
        for (let at = begin; at < end; at++) sum[at] = (sum[at] ?? 0) + (one[at] ?? 0);
      }
    }
  }
}
