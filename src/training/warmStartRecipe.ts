import { budgetOf, fitToText, type Recipe } from './presets';
import type { TrainingPast } from './types';

/**
 * The recipe of a training that continues a model: the more of the text the model knows, and the longer it has been
 * trained, the shorter, and with the lower learning rates. Who counts the iterations gets all of them.
 *
 * @param recipe of a training from the start, by a preset that can be continued
 * @param characters of training text
 * @param past what the model has been trained for
 * @param changedShare how much of the text it does not know, from 0 to 1
 */
export function warmRecipe(recipe: Recipe, characters: number, past: TrainingPast, changedShare = 1): Recipe {
  const { warmStart } = recipe;
  if (!warmStart) throw new RangeError(`The preset ${recipe.preset} is not for continuing.`);
  const fitted = fitToText(recipe, characters);
  const { steps, minutes } = fitted;
  const missing = 1 - budgetOf(fitted).used(past.steps, past.seconds);
  // A few files that have changed are soon learnt, for the model knows what they are like.
  const novelty = Math.max(changedShare ** 2, missing);
  const between = (least: number) => least + (1 - least) * novelty;
  const share = between(warmStart.length);
  const length = {
    steps: steps === undefined ? undefined : Math.ceil(share * steps),
    minutes: minutes === undefined ? undefined : share * minutes,
  };
  return {
    ...fitted,
    ...(recipe.steps === undefined && length),
    learningRate: between(warmStart.rate) * recipe.learningRate,
    evaluations: Math.ceil(between(warmStart.evaluations) * recipe.evaluations),
    // At first it unlearns a little, which the rate's decline makes good at the end: it must not be ended before.
    patience: undefined,
  };
}
