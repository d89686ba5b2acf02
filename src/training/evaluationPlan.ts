import type { Recipe } from './presets';

/** Says when a training is evaluated: every so many iterations, or so many times in all. */
export class EvaluationPlan {
  private done = 0;

  constructor(private readonly recipe: Pick<Recipe, 'evaluationInterval' | 'evaluations'>) {}

  /** @param used the fraction of the training's budget that is used up when it begins, or goes on */
  begin(used: number): void {
    this.done = Math.floor(used * this.recipe.evaluations);
  }

  /** To be asked once after each iteration. */
  isDue(step: number, used: number): boolean {
    const { evaluationInterval, evaluations } = this.recipe;
    if (evaluationInterval !== undefined) return step % evaluationInterval === 0;
    const due = Math.floor(used * evaluations);
    const isDue = due > this.done;
    this.done = due;
    return isDue;
  }
}
