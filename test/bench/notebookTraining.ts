import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BatchSampler } from '../../src/corpus/batches';
import { Vocabulary } from '../../src/corpus/vocabulary';
import { MODEL_FORMAT, type ModelConfiguration } from '../../src/model/configuration';
import { initialParameters, parameterLayout } from '../../src/model/parameters';
import { Random } from '../../src/random';
import type { Engine, OptimizerState } from '../../src/training/engines/engine';
import { emptyBatch } from '../../src/training/evaluation';
import { recipeOf } from '../../src/training/presets';
import type { Run } from './interleaved';

// The training whose speed is measured: the notebook's recipe, on tiny Shakespeare.

export const TEXT = path.join(__dirname, '../fixtures/tinyshakespeare.txt');

export const recipe = recipeOf('notebook');

export const configuration: ModelConfiguration = {
  format: MODEL_FORMAT,
  context_length: recipe.contextLength,
  d_embed: recipe.embeddingWidth,
  n_head: recipe.heads,
  n_layer: recipe.layers,
  vocab_size: 96, // as of a workspace of code; tiny Shakespeare has fewer
};

export function initialState(random: Random): OptimizerState {
  const layout = parameterLayout(configuration);
  return {
    parameters: initialParameters(layout, random),
    firstMoment: new Float32Array(layout.length),
    secondMoment: new Float32Array(layout.length),
    step: 0,
  };
}

/** The iterations of something that learns from batches. */
export function stepsOf(learner: Pick<Engine, 'step'>, random: Random): Run {
  const batches = new BatchSampler(readTokens(), recipe.contextLength, recipe.batchSize, random);
  const batch = emptyBatch(recipe);
  return async (count) => {
    const times: number[] = [];
    for (let step = 0; step < count; step++) {
      batches.next(batch.tokens, batch.targets);
      const begin = performance.now();
      await learner.step(batch, recipe.learningRate);
      times.push(performance.now() - begin);
    }
    return times;
  };
}

function readTokens(): Uint16Array {
  const text = readFileSync(TEXT, 'utf8');
  return Uint16Array.from(new Vocabulary([...new Set(text)].sort()).encode(text));
}
