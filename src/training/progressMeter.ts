import type { Budget } from './budget';
import type { Recipe } from './presets';
import type { TrainingStep } from './types';

/** Seconds between two reports. */
const INTERVAL = 0.25;

/** How much the newest speed counts against the earlier ones in the running mean. */
const SMOOTHING = 0.2;

/** Turns single iterations into a few reports a second: the mean loss since the last one, speed, time left. */
export class ProgressMeter {
  private lossSum = 0;
  private reportedStep = 0;
  private reportedSeconds = 0;
  private firstStep = 0;
  private firstSeconds = 0;
  private speed: number | undefined;

  constructor(
    private readonly recipe: Pick<Recipe, 'batchSize' | 'contextLength'>,
    private readonly budget: Budget,
  ) {}

  get charactersPerSecond(): number {
    return this.speed ?? 0;
  }

  /** To be called before the first iteration. @param seconds training time so far */
  begin(step: number, seconds: number): void {
    this.reportedStep = this.firstStep = step;
    this.reportedSeconds = this.firstSeconds = seconds;
  }

  /** Counts an iteration. @returns a report if one is due. */
  add(step: number, loss: number, seconds: number): TrainingStep | undefined {
    this.lossSum += loss;
    const since = seconds - this.reportedSeconds;
    if (since < INTERVAL && step < this.budget.steps) return undefined;

    const count = step - this.reportedStep;
    const speed = (count * this.recipe.batchSize * this.recipe.contextLength) / since;
    this.speed = this.speed === undefined ? speed : this.speed + SMOOTHING * (speed - this.speed);
    const report: TrainingStep = {
      type: 'step',
      step,
      batchLoss: this.lossSum / count,
      elapsedSeconds: seconds,
      charactersPerSecond: this.speed,
      secondsLeft: this.secondsLeft(step, seconds),
    };
    this.lossSum = 0;
    this.reportedStep = step;
    this.reportedSeconds = seconds;
    return report;
  }

  /** From the mean over this run, evaluations included: they cost time too. */
  private secondsLeft(step: number, seconds: number): number {
    const perStep = (seconds - this.firstSeconds) / (step - this.firstStep);
    return this.budget.secondsLeft(step, seconds, perStep);
  }
}
