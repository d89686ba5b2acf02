import { createHash } from 'node:crypto';
import { BatchSampler } from '../../src/corpus/batches';
import { Vocabulary } from '../../src/corpus/vocabulary';
import { MODEL_FORMAT, type ModelConfiguration } from '../../src/model/configuration';
import { initialParameters, parameterLayout } from '../../src/model/parameters';
import { Random } from '../../src/random';
import type { Engine } from '../../src/training/engines/engine';
import { OnnxRuntimeEngine } from '../../src/training/engines/onnxruntime';
import { emptyBatch } from '../../src/training/evaluation';
import { joined, readBenchText, type TextFile, type TextName } from './texts';
import { rateFactor, type Variant } from './studyVariants';

// One training of the study, with the program's own engine.

const THREADS = 1;
/** All variants are measured on the same characters, whatever their batch: a multiple of each one's. */
const HELD_OUT_UNIT = 4096;
/** The last iterations, whose mean loss is the training loss. */
const LAST_STEPS = 50;

export interface Losses {
  /** In nats per character. NaN if the training diverged. */
  readonly heldOut: number;
  readonly training: number;
}

export interface StudyText {
  readonly vocabularySize: number;
  readonly training: Uint16Array;
  readonly heldOut: Uint16Array;
}

/** @param characters of training text; files are taken in the order of their names' hashes until there are enough. */
export function readStudyText(name: TextName, characters = Infinity): StudyText {
  const { training, heldOut } = readBenchText(name);
  const vocabulary = new Vocabulary([...new Set(joined([...training, ...heldOut]))].sort());
  const tokens = (files: readonly TextFile[]) => Uint16Array.from(vocabulary.encode(joined(files)));
  const some = characters === Infinity ? training : training.toSorted((a, b) => (digest(a) < digest(b) ? -1 : 1));
  return {
    vocabularySize: vocabulary.size,
    training: tokens(some).subarray(0, characters),
    heldOut: tokens(heldOut),
  };
}

function digest({ path }: TextFile): string {
  return createHash('sha256').update(path).digest('hex');
}

/** A new model of a variant, and the generator that goes on to draw its batches, as the program's. */
export async function begin(
  { recipe, scales }: Variant,
  vocabularySize: number,
  seed: number,
): Promise<{ readonly engine: Engine; readonly random: Random }> {
  const configuration: ModelConfiguration = {
    format: MODEL_FORMAT,
    context_length: recipe.contextLength,
    d_embed: recipe.embeddingWidth,
    n_head: recipe.heads,
    n_layer: recipe.layers,
    vocab_size: vocabularySize,
    ...recipe.architecture,
  };
  const layout = parameterLayout(configuration);
  const random = new Random(seed);
  const zeros = () => new Float32Array(layout.length);
  const parameters = initialParameters(layout, random, scales);
  const state = { parameters, firstMoment: zeros(), secondMoment: zeros(), step: 0 };
  return { engine: await OnnxRuntimeEngine.create(configuration, recipe, state, THREADS), random };
}

export async function trainVariant(variant: Variant, text: StudyText, steps: number, seed: number): Promise<Losses> {
  const { recipe } = variant;
  const { engine, random } = await begin(variant, text.vocabularySize, seed);
  const batches = new BatchSampler(text.training, recipe.contextLength, recipe.batchSize, random);
  const batch = emptyBatch(recipe);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    batches.next(batch.tokens, batch.targets);
    losses.push(await engine.step(batch, rateFactor(variant, step, steps) * recipe.learningRate));
  }
  const last = losses.slice(-LAST_STEPS);
  return {
    training: last.reduce((sum, loss) => sum + loss, 0) / last.length,
    heldOut: await heldOutLoss(variant, engine, text.heldOut),
  };
}

/** The mean loss over the whole held-out text (but its very end), in windows that follow one another. */
async function heldOutLoss({ recipe }: Variant, engine: Engine, tokens: Uint16Array): Promise<number> {
  const batch = emptyBatch(recipe);
  const size = batch.tokens.length;
  const end = HELD_OUT_UNIT * Math.floor((tokens.length - 1) / HELD_OUT_UNIT);
  let sum = 0;
  for (let start = 0; start < end; start += size) {
    batch.tokens.set(BigInt64Array.from(tokens.subarray(start, start + size), BigInt));
    batch.targets.set(BigInt64Array.from(tokens.subarray(start + 1, start + 1 + size), BigInt));
    sum += (await engine.evaluate(batch)) * size;
  }
  return sum / end;
}
