import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BatchSampler } from '../../src/corpus/batches';
import { Vocabulary } from '../../src/corpus/vocabulary';
import { MODEL_FORMAT, type ModelConfiguration } from '../../src/model/configuration';
import { initialParameters, parameterLayout } from '../../src/model/parameters';
import { Random } from '../../src/random';
import { createOnProcessor } from '../../src/training/engines/create';
import type { Engine, OptimizerState } from '../../src/training/engines/engine';
import { emptyBatch } from '../../src/training/evaluation';
import { type Recipe, recipeOf } from '../../src/training/presets';
import type { Run } from './interleaved';
import { trainingWorker } from './trainingWorker';

/** Tiny Shakespeare, from which every measured training takes its batches. */
export const TEXT = path.join(__dirname, '../fixtures/tinyshakespeare.txt');

/** As of a workspace of code; tiny Shakespeare has fewer. */
const VOCABULARY_SIZE = 96;

/** A training whose speed is measured. */
export interface Workload {
  readonly recipe: Recipe;
  readonly configuration: ModelConfiguration;
}

/** A part of a recipe's size, to see what it costs. */
export type SizeChanges = Partial<Pick<Recipe, 'batchSize' | 'contextLength' | 'embeddingWidth' | 'heads' | 'layers'>>;

/** The training of a preset, in its own size unless told otherwise. */
export function workloadOf(preset: string, changes: SizeChanges = {}): Workload {
  const recipe = { ...recipeOf(preset), ...changes };
  const configuration = {
    format: MODEL_FORMAT,
    context_length: recipe.contextLength,
    d_embed: recipe.embeddingWidth,
    n_head: recipe.heads,
    n_layer: recipe.layers,
    vocab_size: VOCABULARY_SIZE,
    ...recipe.architecture,
  };
  return { recipe, configuration };
}

/** Its size in words. */
export function describeWorkload({ recipe, configuration }: Workload): string {
  const parameters = parameterLayout(configuration).length;
  return (
    `preset ${recipe.preset}: batch ${recipe.batchSize}, context ${recipe.contextLength}, width ${recipe.embeddingWidth}, ` +
    `${recipe.heads} heads, ${recipe.layers} layers, ${Math.round(parameters / 1000)},000 parameters`
  );
}

export function initialState(configuration: ModelConfiguration, random: Random): OptimizerState {
  const layout = parameterLayout(configuration);
  return {
    parameters: initialParameters(layout, random),
    firstMoment: new Float32Array(layout.length),
    secondMoment: new Float32Array(layout.length),
    step: 0,
  };
}

/** Our iterations of a training: what a user's machine computes where there is no GPU. */
export async function ourSteps(workload: Workload, threads: number): Promise<Run> {
  const { recipe, configuration } = workload;
  const random = new Random(1);
  const state = initialState(configuration, random);
  const engine = await createOnProcessor(configuration, recipe, state, threads, trainingWorker());
  return stepsOf(engine, recipe, random);
}

/** The iterations of something that learns from batches. */
export function stepsOf(learner: Pick<Engine, 'step'>, recipe: Recipe, random: Random): Run {
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
