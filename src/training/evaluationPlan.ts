import type { Recipe } from './presets';

/** How many evaluations are spread over a training whose length is a time. */
const EVALUATIONS = 20;

/** Says when a training is evaluated: every so many iterations, or every so many seconds. */
export class EvaluationPlan {
  private done = 0;

  constructor(private readonly recipe: Pick<Recipe, 'evaluationInterval'>) {}

  /** @param used the fraction of the training's budget that is used up when it begins, or goes on */
  begin(used: number): void {
    this.done = Math.floor(used * EVALUATIONS);
  }

  /** To be asked once after each iteration. */
  isDue(step: number, used: number): boolean {
    const { evaluationInterval } = this.recipe;
    if (evaluationInterval !== undefined) return step % evaluationInterval === 0;
    const due = Math.floor(used * EVALUATIONS);
    const isDue = due > this.done;
    this.done = due;
    return isDue;
  }
}
