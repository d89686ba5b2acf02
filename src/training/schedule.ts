/** How the learning rate goes over a training. */
export type Schedule =
  | { readonly shape: 'constant' }
  | {
      /** Up in a straight line, then down in a straight line, to nothing when the budget is used up. */
      readonly shape: 'linear';
      /** Iterations on the way up. */
      readonly warmUpSteps: number;
    };

/**
 * The learning rate of an iteration, as a fraction of the recipe's.
 *
 * @param step iterations done before it
 * @param used the fraction of the training's budget that is used up
 */
export function learningRateFactor(schedule: Schedule, step: number, used: number): number {
  if (schedule.shape === 'constant') return 1;
  return Math.min(1, (step + 1) / schedule.warmUpSteps) * (1 - used);
}
