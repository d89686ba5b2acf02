import type { InitialScales } from '../../src/model/parameters';
import type { AdamWRecipe } from '../../src/training/optimizers/recipe';
import { type Recipe, recipeOf } from '../../src/training/presets';

// What the study of the recipe compares: the recipe that it began with, and that with one thing changed.

/** How the learning rate comes down after the warm-up: in a straight line or on half a cosine. */
export type Decay = 'linear' | 'cosine';

export interface Variant {
  readonly recipe: Recipe;
  readonly warmUpSteps: number;
  readonly decay: Decay;
  readonly scales: InitialScales;
}

export const BASELINE = 'width 96, 6 layers';

/** The preset `fast` before the study. */
const BEGINNING: Recipe = { ...recipeOf('fast'), embeddingWidth: 96, heads: 3, layers: 6, batchSize: 16 };
const { optimizer: MUON, schedule: SCHEDULE } = BEGINNING;
if (MUON.name !== 'muon' || SCHEDULE.shape !== 'linear') {
  throw new Error('The variants of the study are those of a preset with Muon and a learning rate that comes down.');
}

const BASE: Variant = { recipe: BEGINNING, warmUpSteps: SCHEDULE.warmUpSteps, decay: 'linear', scales: {} };

const ADAMW: AdamWRecipe = { name: 'adamw', beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1 };

/** From U(±1/√fan_in) at the width of the recipe to the standard deviation of 0.02 that GPT-2 has. */
const TO_GPT2 = 0.02 * Math.sqrt(3 * BEGINNING.embeddingWidth);
/** Residual branches add up; GPT-2 makes each smaller by the root of their number. */
const BY_BRANCHES = 1 / Math.sqrt(2 * BEGINNING.layers);

const withRecipe = (changes: Partial<Recipe>): Variant => ({ ...BASE, recipe: { ...BEGINNING, ...changes } });
const withMuon = (changes: Partial<typeof MUON>): Variant => withRecipe({ optimizer: { ...MUON, ...changes } });
const withArchitecture = (changes: Recipe['architecture']): Variant =>
  withRecipe({ architecture: { ...BEGINNING.architecture, ...changes } });
/** Heads stay as wide. */
const withSize = (embeddingWidth: number, layers: number, batchSize = BEGINNING.batchSize): Variant =>
  withRecipe({
    embeddingWidth,
    layers,
    batchSize,
    heads: (embeddingWidth * BEGINNING.heads) / BEGINNING.embeddingWidth,
  });

/** The most important come first. */
export const VARIANTS: Readonly<Record<string, Variant>> = {
  [BASELINE]: BASE,
  'width 96, 4 layers': withSize(96, 4),
  'width 96, 4 layers, batch 32': withSize(96, 4, 32),
  'AdamW, rate 3e-3': withRecipe({ optimizer: ADAMW }),
  'width 128, 4 layers': withSize(128, 4),
  'small branches at first': { ...BASE, scales: { output: BY_BRANCHES } },
  'matrix rate × 2': withMuon({ matrixRate: MUON.matrixRate * 2 }),
  'batch 8': withRecipe({ batchSize: 8 }),
  'context 128, batch 8': withRecipe({ contextLength: 128, batchSize: 8 }),
  'learned positions': withArchitecture({ positions: 'learned' }),
  'cosine decay': { ...BASE, decay: 'cosine' },
  'matrix rate × 0.5': withMuon({ matrixRate: MUON.matrixRate / 2 }),
  'GPT-2 initialisation': {
    ...BASE,
    // The second matrix of the perceptron has four times the fan-in: it begins at half of GPT-2's scale.
    scales: { embedding: 0.02, input: TO_GPT2, output: TO_GPT2 * BY_BRANCHES, head: TO_GPT2 },
  },
  'batch 32': withRecipe({ batchSize: 32 }),
  'width 64, 6 layers': withSize(64, 6),
  'no warm-up': { ...BASE, warmUpSteps: 0 },
  'ReLU²': withArchitecture({ activation: 'relu_squared' }),
  'no weight decay': withMuon({ weightDecay: 0, adamW: { ...MUON.adamW, weightDecay: 0 } }),
  'LayerNorm and biases': withArchitecture({ norm: 'layer_norm', bias: true }),
  '6 heads': withRecipe({ heads: 6 }),
  'width 128, 6 layers': withSize(128, 6),
  'AdamW, rate 6e-3': withRecipe({ optimizer: ADAMW, learningRate: 6e-3 }),
  'width 64, 4 layers': withSize(64, 4),
  'rate of the rest × 2': withRecipe({
    learningRate: BEGINNING.learningRate * 2,
    optimizer: { ...MUON, matrixRate: MUON.matrixRate / 2 },
  }),
};

/** @throws Error if there is no such variant. */
export function variantOf(name: string): Variant {
  const variant = VARIANTS[name];
  if (!variant) throw new Error(`There is no variant "${name}".`);
  return variant;
}

/** The learning rate of an iteration, as a fraction of the recipe's. */
export function rateFactor({ warmUpSteps, decay }: Variant, step: number, steps: number): number {
  const used = step / steps;
  const warmUp = warmUpSteps === 0 ? 1 : Math.min(1, (step + 1) / warmUpSteps);
  return warmUp * (decay === 'linear' ? 1 - used : (1 + Math.cos(Math.PI * used)) / 2);
}

/** What decides how long an iteration takes: variants with the same are equally fast. */
export function shapeOf({ recipe }: Variant): string {
  const { embeddingWidth, layers, heads, batchSize, contextLength, optimizer } = recipe;
  const { positions = 'learned', norm = 'layer_norm', bias = true, activation = 'relu' } = recipe.architecture;
  const sizes = `${embeddingWidth} × ${layers}, ${heads} heads, ${batchSize} × ${contextLength}`;
  return [sizes, optimizer.name, positions, norm, bias ? 'biases' : 'no biases', activation].join(', ');
}
