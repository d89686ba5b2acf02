import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Budget } from '../../../src/training/budget';
import { EvaluationPlan } from '../../../src/training/evaluationPlan';
import { budgetOf, fitToText, recipeOf } from '../../../src/training/presets';
import { learningRateFactor } from '../../../src/training/schedule';
import type { TrainingPast } from '../../../src/training/types';
import { warmRecipe } from '../../../src/training/warmStartRecipe';

const LINEAR = { shape: 'linear', warmUpSteps: 10 } as const;

test('a constant learning rate stays the same', () => {
  assert.deepEqual(
    [0, 0.5, 1].map((used) => learningRateFactor({ shape: 'constant' }, 0, used)),
    [1, 1, 1],
  );
});

test('a learning rate that warms up rises step by step, then goes down to nothing as the budget is used up', () => {
  assert.equal(learningRateFactor(LINEAR, 0, 0), 0.1);
  assert.equal(learningRateFactor(LINEAR, 4, 0), 0.5);
  assert.equal(learningRateFactor(LINEAR, 9, 0), 1);
  assert.equal(learningRateFactor(LINEAR, 500, 0.25), 0.75);
  assert.equal(learningRateFactor(LINEAR, 2000, 1), 0);
});

test('a budget of both is used up by what is over first', () => {
  const budget = new Budget(100, 60);
  assert.equal(budget.used(50, 12), 0.5);
  assert.equal(budget.used(50, 45), 0.75);
  assert.equal(budget.used(100, 12), 1);
  assert.equal(budget.used(1, 600), 1);
  assert.equal(budget.secondsLeft(50, 12, 0.5), 25);
  assert.equal(budget.secondsLeft(50, 50, 0.5), 10);
});

test('a budget without a time, or without iterations, knows only the other', () => {
  assert.equal(new Budget(100, Infinity).used(25, 1e9), 0.25);
  assert.equal(new Budget(Infinity, 60).used(1e9, 15), 0.25);
});

test('asking for iterations takes the time that they need, asking for minutes keeps the limit of iterations', () => {
  assert.equal(budgetOf(recipeOf('notebook')).steps, 5000);
  assert.equal(budgetOf(recipeOf('notebook')).seconds, Infinity);
  assert.equal(budgetOf(recipeOf('notebook', { steps: 7 })).steps, 7);
  const { steps, seconds } = budgetOf(recipeOf('notebook', { minutes: 0.5 }));
  assert.deepEqual([steps, seconds], [5000, 30]);
});

/** How often a training by the preset `fast` goes through a text of so many characters at most. */
function roundsThrough(characters: number): number {
  const { steps = NaN, batchSize, contextLength } = fitToText(recipeOf('fast'), characters);
  return (steps * batchSize * contextLength) / characters;
}

test('a short text is gone through a few times, a long one as often as the time allows', () => {
  const fast = recipeOf('fast');
  assert.equal(fitToText(fast, 10_000).steps, 300);
  assert.ok(Math.abs(roundsThrough(100_000) - 6) < 0.01);
  assert.ok(Math.abs(roundsThrough(400_000) - 12) < 0.01);
  assert.ok(roundsThrough(10_000_000) > 50);
  assert.equal(budgetOf(fitToText(fast, 10_000)).seconds, 180);
  assert.equal(budgetOf(fitToText(recipeOf('notebook'), 10_000)).steps, 5000);
});

test('batches are large where there is time for them, and text', () => {
  const sizeFor = (characters: number, minutes: number) =>
    fitToText(recipeOf('fast', { minutes }), characters).batchSize;
  assert.equal(sizeFor(1_000_000, 3), 32);
  assert.equal(sizeFor(1_000_000, 1), 16);
  assert.equal(sizeFor(100_000, 3), 16);
  assert.equal(fitToText(recipeOf('notebook', { minutes: 3 }), 1_000_000).batchSize, 16);
});

test('larger batches do not make an evaluation longer', () => {
  const [small, large] = [100_000, 1_000_000].map((characters) => fitToText(recipeOf('fast'), characters));
  const windows = (recipe = small) => (recipe?.batchSize ?? NaN) * (recipe?.evaluationBatches ?? NaN);
  assert.equal(windows(large), windows(small));
});

const NEVER = { runs: 0, steps: 0, seconds: 0 };
const LONG_ENOUGH = { runs: 1, steps: 3000, seconds: 180 };

/** The lengths and the learning rate of a warm start as fractions of those of a training from the start. */
function warmFractions(past: TrainingPast, changedShare?: number): Record<'time' | 'steps' | 'rate', number> {
  const fast = fitToText(recipeOf('fast'), 1_000_000);
  const warm = warmRecipe(recipeOf('fast'), 1_000_000, past, changedShare);
  return {
    time: budgetOf(warm).seconds / budgetOf(fast).seconds,
    steps: budgetOf(warm).steps / budgetOf(fast).steps,
    rate: warm.learningRate / fast.learningRate,
  };
}

test('a training that continues a model which knows the text is short, and moves it gently', () => {
  const { time, steps, rate } = warmFractions(LONG_ENOUGH, 0);
  assert.ok(time >= 0.15 && time <= 1 / 3);
  assert.ok(Math.abs(steps - time) < 0.001);
  assert.ok(rate > 0 && rate <= 0.5);
});

test('the more of the text is new, or the less it was trained, the longer it is, up to a training from the start', () => {
  const times = [0, 0.2, 0.5, 1].map((changedShare) => warmFractions(LONG_ENOUGH, changedShare).time);
  assert.deepEqual(times, times.toSorted());
  assert.equal(new Set(times).size, 4);
  const whole = { time: 1, steps: 1, rate: 1 };
  assert.deepEqual(warmFractions(LONG_ENOUGH, 1), whole);
  assert.deepEqual(warmFractions(LONG_ENOUGH), whole);
  assert.deepEqual(warmFractions(NEVER, 0), whole);
  const stoppedEarly = { runs: 1, steps: 1500, seconds: 90 };
  assert.ok(warmFractions(stoppedEarly, 0).time > 0.5);
});

test('a training that continues a model makes as many iterations as were asked for, and is not ended before', () => {
  const warm = warmRecipe(recipeOf('fast', { steps: 70 }), 1_000_000, LONG_ENOUGH, 0);
  assert.deepEqual([warm.steps, warm.minutes, warm.patience], [70, undefined, undefined]);
});

test('evaluations come every so many iterations, or are spread evenly over the budget', () => {
  const everyThird = new EvaluationPlan({ evaluationInterval: 3, evaluations: 20 });
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6].filter((step) => everyThird.isDue(step, step / 6)),
    [3, 6],
  );

  const spread = new EvaluationPlan({ evaluationInterval: undefined, evaluations: 20 });
  spread.begin(0);
  const due = Array.from({ length: 1000 }, (_, index) => index + 1).filter((step) => spread.isDue(step, step / 1000));
  assert.equal(due.length, 20);
  assert.deepEqual(due.slice(0, 3), [50, 100, 150]);
});

test('a short training is evaluated less often, but not hardly ever', () => {
  const evaluations = (minutes: number) => recipeOf('fast', { minutes }).evaluations;
  assert.deepEqual([6, 3, 1.5, 0.1].map(evaluations), [20, 20, 10, 5]);
});

test('a training that goes on does not repeat the evaluations before', () => {
  const plan = new EvaluationPlan({ evaluationInterval: undefined, evaluations: 20 });
  plan.begin(0.52);
  assert.equal(plan.isDue(521, 0.521), false);
  assert.equal(plan.isDue(550, 0.55), true);
});
