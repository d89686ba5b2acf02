import type { ParameterLayout } from '../../../model/parameters';
import type { OptimizerRecipe } from '../../optimizers/recipe';
import { AdamW } from './adamw';
import type { TensorFlow } from './load';
import { Muon } from './muon';
import type { TensorFlowOptimizer } from './optimizer';

export function createOptimizer(tf: TensorFlow, recipe: OptimizerRecipe, layout: ParameterLayout): TensorFlowOptimizer {
  return recipe.name === 'adamw' ? new AdamW(tf, recipe) : new Muon(tf, recipe, layout);
}
