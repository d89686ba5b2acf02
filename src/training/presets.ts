import { UserError } from '../errors';
import { type Architecture, MODEL_FORMAT, type ModelConfiguration } from '../model/configuration';
import { Budget } from './budget';
import type { Schedule } from './schedule';
import { type OptimizerRecipe, PYTORCH_ADAMW } from './optimizers/recipe';

/** How a model is trained, and how large it is. */
export interface Recipe {
  readonly preset: string;
  /** Windows of text in a batch. */
  readonly batchSize: number;
  /** Characters in a window. */
  readonly contextLength: number;
  readonly embeddingWidth: number;
  readonly heads: number;
  readonly layers: number;
  /** Where it differs from the notebook's. */
  readonly architecture: Partial<Architecture>;
  /** Iterations; undefined if the time decides alone. */
  readonly steps: number | undefined;
  /** Time to train for; undefined if the iterations decide alone. */
  readonly minutes: number | undefined;
  readonly learningRate: number;
  readonly schedule: Schedule;
  readonly optimizer: OptimizerRecipe;
  /** Iterations between two evaluations; undefined to spread them over the time. */
  readonly evaluationInterval: number | undefined;
  /** How many are spread over it then. */
  readonly evaluations: number;
  /** Batches of the held-out text in an evaluation. */
  readonly evaluationBatches: number;
  /** Whether as many batches of the training text are evaluated, or what their iterations said is enough. */
  readonly evaluatesTraining: boolean;
  /** Evaluations without a better held-out loss after which a training ends by itself; undefined if it never does. */
  readonly patience: number | undefined;
  /** Characters of the text that is generated after each evaluation. */
  readonly sampleLength: number;
  /** How a model of this recipe is trained further; undefined if each training begins anew. */
  readonly warmStart: WarmStart | undefined;
}

/** A training that continues a model which knows nearly all of the text, as fractions of one that begins anew. */
export interface WarmStart {
  /** Its highest learning rates. */
  readonly rate: number;
  /** How long it goes. */
  readonly length: number;
  /** How often it is evaluated. */
  readonly evaluations: number;
}

/** The recipe of the MyGPT notebook, exactly. */
const NOTEBOOK: Recipe = {
  preset: 'notebook',
  batchSize: 16,
  contextLength: 64,
  embeddingWidth: 128,
  heads: 8,
  layers: 4,
  architecture: {},
  steps: 5000,
  minutes: undefined,
  learningRate: 1e-3,
  schedule: { shape: 'constant' },
  optimizer: PYTORCH_ADAMW,
  evaluationInterval: 500,
  evaluations: 10,
  evaluationBatches: 100,
  evaluatesTraining: true,
  patience: undefined,
  sampleLength: 200,
  warmStart: undefined,
};

/** What learns most in a few minutes of a laptop's processor, of what was tried: see test/bench/study.md. */
const FAST: Recipe = {
  preset: 'fast',
  batchSize: 16,
  contextLength: 64,
  embeddingWidth: 96,
  heads: 3,
  layers: 4,
  architecture: { positions: 'rotary', norm: 'rms_norm', bias: false },
  steps: undefined,
  minutes: 3,
  learningRate: 3e-3,
  schedule: { shape: 'linear', warmUpSteps: 50 },
  optimizer: {
    name: 'muon',
    matrixRate: 20 / 3,
    momentum: 0.95,
    weightDecay: 0.1,
    adamW: { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.01 },
  },
  evaluationInterval: undefined,
  evaluations: 20,
  evaluationBatches: 32,
  evaluatesTraining: false,
  patience: 6,
  sampleLength: 200,
  warmStart: { rate: 0.1, length: 0.2, evaluations: 0.3 },
};

const PRESETS: readonly Recipe[] = [FAST, NOTEBOOK];

export const DEFAULT_PRESET = FAST.preset;

/** What may be set differently from a preset. */
export interface RecipeChanges {
  readonly steps?: number;
  readonly minutes?: number;
  readonly contextLength?: number;
  readonly evaluationInterval?: number;
}

/** @throws UserError if there is no such preset, or a number makes no sense. */
export function recipeOf(preset: string, changes: RecipeChanges = {}): Recipe {
  const recipe = PRESETS.find((each) => each.preset === preset);
  if (!recipe) {
    const names = PRESETS.map((each) => each.preset).join(', ');
    throw new UserError(`There is no preset “${preset}”. Choose one of: ${names}.`);
  }
  const { minutes, ...wholeNumbers } = changes;
  for (const [name, value] of Object.entries(wholeNumbers)) {
    if (!Number.isInteger(value) || value <= 0)
      throw new UserError(`${name} must be a whole number above 0, not ${value}.`);
  }
  if (minutes !== undefined && !(minutes > 0)) throw new UserError(`minutes must be a number above 0, not ${minutes}.`);
  // Who says how many iterations are wanted takes the time that they need.
  const length = changes.steps === undefined ? {} : { minutes: undefined };
  return { ...recipe, ...length, ...changes, evaluations: evaluationsIn(recipe, minutes) };
}

const FEWEST_EVALUATIONS = 5;

/** In less time than the preset's, fewer evaluations: each costs as much as several iterations. */
function evaluationsIn({ evaluations, minutes: usual }: Recipe, minutes: number | undefined): number {
  const share = minutes === undefined || usual === undefined ? 1 : Math.min(1, minutes / usual);
  return Math.max(Math.min(evaluations, FEWEST_EVALUATIONS), Math.ceil(share * evaluations));
}

/**
 * On 100,000 characters of TypeScript, six rounds are better than three and than twelve, on as much prose five better than
 * two and a half and than ten; on 30,000 of TypeScript, 200 iterations are better than 100 and than 400: one seed each, see
 * test/bench/study.md. The exponent for longer texts is a guess.
 */
const ROUNDS_OF_SHORT_TEXT = 6;
const SHORT_TEXT = 100_000;
const FEWEST_STEPS = 300;

/**
 * In 45 seconds of one processor, batches of 16 windows teach more than half as many of 32, in 180 seconds less. A short text
 * is known before: for it, the small ones are enough.
 */
const LARGE_BATCH = 32;
const MINUTES_FOR_LARGE_BATCHES = 2;
const TEXT_FOR_LARGE_BATCHES = 400_000;

/**
 * A training whose length is a time ends before it knows a short text by heart: then it learns nothing more that holds for
 * other text. Its learning rate comes down in time for that.
 *
 * @param characters of training text
 */
export function fitToText(recipe: Recipe, characters: number): Recipe {
  const { minutes, contextLength } = recipe;
  if (recipe.steps !== undefined || minutes === undefined) return recipe;
  const isLong = minutes >= MINUTES_FOR_LARGE_BATCHES && characters >= TEXT_FOR_LARGE_BATCHES;
  const batchSize = isLong ? LARGE_BATCH : recipe.batchSize;
  const rounds = ROUNDS_OF_SHORT_TEXT * Math.sqrt(characters / SHORT_TEXT);
  const steps = Math.round((rounds * characters) / (batchSize * contextLength));
  const evaluationBatches = (recipe.evaluationBatches * recipe.batchSize) / batchSize;
  return { ...recipe, batchSize, evaluationBatches, steps: Math.max(FEWEST_STEPS, steps) };
}

/** The model that a training by the recipe makes. */
export function configurationOf(recipe: Recipe, vocabularySize: number): ModelConfiguration {
  return {
    format: MODEL_FORMAT,
    context_length: recipe.contextLength,
    d_embed: recipe.embeddingWidth,
    n_head: recipe.heads,
    n_layer: recipe.layers,
    vocab_size: vocabularySize,
    ...recipe.architecture,
  };
}

/** What a training by the recipe may take. */
export function budgetOf({ steps = Infinity, minutes = Infinity }: Recipe): Budget {
  return new Budget(steps, 60 * minutes);
}
