import { UserError } from '../errors';
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
  /** Iterations. */
  readonly steps: number;
  readonly learningRate: number;
  readonly optimizer: OptimizerRecipe;
  /** Iterations between two evaluations. */
  readonly evaluationInterval: number;
  /** Batches of the training text, and as many of the held-out text, in an evaluation. */
  readonly evaluationBatches: number;
  /** Characters of the text that is generated after each evaluation. */
  readonly sampleLength: number;
}

/** The recipe of the MyGPT notebook, exactly. */
const NOTEBOOK: Recipe = {
  preset: 'notebook',
  batchSize: 16,
  contextLength: 64,
  embeddingWidth: 128,
  heads: 8,
  layers: 4,
  steps: 5000,
  learningRate: 1e-3,
  optimizer: PYTORCH_ADAMW,
  evaluationInterval: 500,
  evaluationBatches: 100,
  sampleLength: 200,
};

const PRESETS: readonly Recipe[] = [NOTEBOOK];

export const DEFAULT_PRESET = NOTEBOOK.preset;

/** What may be set differently from a preset. */
export interface RecipeChanges {
  readonly steps?: number;
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
  for (const [name, value] of Object.entries(changes)) requirePositive(name, value);
  return { ...recipe, ...changes };
}

function requirePositive(name: string, value: unknown): void {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return;
  throw new UserError(`The number for ${name} must be a whole number above 0, not ${String(value)}.`);
}
