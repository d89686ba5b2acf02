import type { ParameterLayout } from '../../model/parameters';
import type { OptimizerState } from '../engines/engine';
import { AdamW } from './adamw';
import { Muon } from './muon';
import type { Optimizer } from './optimizer';
import type { OptimizerRecipe } from './recipe';
import { piecesOf, type Share, WHOLE } from './share';

/**
 * @param learnt what it moves and keeps; changed in place, but for the number of steps
 * @param share of the parameters; the others are moved elsewhere
 */
export async function createOptimizer(
  recipe: OptimizerRecipe,
  layout: ParameterLayout,
  learnt: OptimizerState,
  threads: number,
  share: Share = WHOLE,
): Promise<Optimizer> {
  return recipe.name === 'adamw'
    ? new AdamW(recipe, learnt, piecesOf([[0, layout.length]], share))
    : await Muon.create(recipe, layout, learnt, threads, share);
}
