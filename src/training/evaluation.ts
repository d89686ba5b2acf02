import { BatchSampler } from '../corpus/batches';
import type { Corpus } from '../corpus/corpus';
import { Random } from '../random';
import type { Batch, Engine } from './engines/engine';
import type { Recipe } from './presets';

/**
 * Measures an engine on the training text and on the held-out text: mean losses over batches drawn at random, in nats per
 * character. It draws the same batches each time, so that two evaluations differ by what was learnt between them only, and
 * a resumed run needs no state for it.
 */
export class Evaluation {
  constructor(
    private readonly corpus: Pick<Corpus, 'training' | 'heldOut'>,
    private readonly recipe: Recipe,
    private readonly seed: number,
  ) {}

  trainingLoss(engine: Engine): Promise<number> {
    return this.meanLoss(engine, this.corpus.training);
  }

  validationLoss(engine: Engine): Promise<number> {
    return this.meanLoss(engine, this.corpus.heldOut);
  }

  private async meanLoss(engine: Engine, text: Uint16Array): Promise<number> {
    const { contextLength, batchSize, evaluationBatches } = this.recipe;
    const sampler = new BatchSampler(text, contextLength, batchSize, new Random(this.seed));
    const batch = emptyBatch(this.recipe);
    let sum = 0;
    for (let count = 0; count < evaluationBatches; count++) {
      sampler.next(batch.tokens, batch.targets);
      sum += await engine.evaluate(batch);
    }
    return sum / evaluationBatches;
  }
}

export function emptyBatch({ batchSize, contextLength }: Recipe): Batch {
  const length = batchSize * contextLength;
  return { tokens: new BigInt64Array(length), targets: new BigInt64Array(length) };
}
