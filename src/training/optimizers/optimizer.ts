import type { ParameterLayout } from '../../model/parameters';
import type { OptimizerState } from '../engines/engine';
import { AdamW } from './adamw';
import { Muon } from './muon';
import type { OptimizerRecipe } from './recipe';

/** Moves parameters against their gradients. */
export interface Optimizer {
  /** Updates made so far. */
  readonly steps: number;
  /** One update, in place. @param gradients with the parameters' layout */
  update(gradients: Float32Array, learningRate: number): Promise<void>;
}

/** @param learnt what it moves and keeps; changed in place, but for the number of steps */
export async function createOptimizer(
  recipe: OptimizerRecipe,
  layout: ParameterLayout,
  learnt: OptimizerState,
  threads: number,
): Promise<Optimizer> {
  return recipe.name === 'adamw' ? new AdamW(recipe, learnt) : await Muon.create(recipe, layout, learnt, threads);
}
