import { setImmediate } from 'node:timers/promises';
import { BatchSampler } from '../corpus/batches';
import type { Corpus } from '../corpus/corpus';
import { CancelledError, UserError } from '../errors';
import { decodeCheckpoint } from '../model/checkpoint';
import type { ModelConfiguration } from '../model/configuration';
import { readModelFolder, writeModelFolder } from '../model/folder';
import { Random } from '../random';
import { type Checkpoint, writeCheckpoint } from './checkpoint';
import type { Budget } from './budget';
import type { TrainingControl } from './control';
import type { Batch, Engine } from './engines/engine';
import { emptyBatch, Evaluation } from './evaluation';
import { EvaluationPlan } from './evaluationPlan';
import { MeanLoss } from './meanLoss';
import { budgetOf, type Recipe } from './presets';
import { ProgressMeter } from './progressMeter';
import { learningRateFactor } from './schedule';
import type { RunFolder } from './runFolder';
import { Stopwatch } from './stopwatch';
import type { TrainingSampler } from './sampler';
import type { TrainingDone, TrainingEvent, TrainingOrigin, TrainingProgress, TrainingRequest } from './types';

/** A crash costs at most this much work. */
const CHECKPOINT_SECONDS = 20;

/**
 * In nats per character: a model that comes below has begun to learn words. Which character follows which, and no more, is
 * about 2.5 on English prose.
 */
const USABLE_LOSS = 2.2;

/** Distinct streams of random numbers from one seed, so that how often is evaluated does not change what is learnt. */
const EVALUATION_STREAM = 1;
const SAMPLE_STREAM = 2;

/** What a training works with. */
export interface TrainingParts {
  readonly request: TrainingRequest;
  readonly seed: number;
  readonly recipe: Recipe;
  readonly configuration: ModelConfiguration;
  readonly corpus: Corpus;
  readonly engine: Engine;
  readonly sampler: TrainingSampler;
  readonly folder: RunFolder;
  /** Whether there was no model before. */
  readonly isFirst: boolean;
  /** What became of the model that was there before. */
  readonly origin: TrainingOrigin | undefined;
  /** Draws the batches; its state is the checkpoint's if the run goes on from one. */
  readonly random: Random;
  /** What the checkpoint that the run goes on from has seen. */
  readonly earlier?: Pick<Checkpoint, 'evaluations' | 'elapsedSeconds'>;
}

/** The training loop. */
export class Trainer {
  private readonly clock: Stopwatch;
  private readonly budget: Budget;
  private readonly meter: ProgressMeter;
  private readonly plan: EvaluationPlan;
  private readonly evaluation: Evaluation;
  private readonly batch: Batch;
  /** Of the iterations since the last evaluation. */
  private readonly losses = new MeanLoss();
  private readonly evaluations: TrainingProgress[];
  private step = 0;
  private lastCheckpoint = 0;

  constructor(
    private readonly parts: TrainingParts,
    private readonly control: TrainingControl,
    private readonly emit: (event: TrainingEvent) => void,
  ) {
    const { earlier, recipe, seed } = parts;
    this.clock = new Stopwatch(earlier?.elapsedSeconds);
    this.evaluations = [...(earlier?.evaluations ?? [])];
    this.budget = budgetOf(recipe);
    this.meter = new ProgressMeter(recipe, this.budget);
    this.plan = new EvaluationPlan(recipe);
    this.batch = emptyBatch(recipe);
    this.evaluation = new Evaluation(parts.corpus, recipe, seed + EVALUATION_STREAM);
  }

  /** Trains to the end, or until told to stop; saves the best model. @throws CancelledError if there is none yet. */
  async run(): Promise<void> {
    const { engine } = this.parts;
    this.step = (await engine.state()).step;
    this.lastCheckpoint = this.clock.seconds;
    await this.begin();
    this.meter.begin(this.step, this.clock.seconds);

    const batches = this.batches();
    this.plan.begin(this.used);
    while (!this.isOver && !this.control.stopping) {
      await this.iterate(batches);
      if (this.plan.isDue(this.step, this.used)) await this.evaluate();
      if (this.clock.seconds - this.lastCheckpoint >= CHECKPOINT_SECONDS) await this.saveCheckpoint();
      if (this.control.pausing) await this.pause();
      await setImmediate(); // lets messages in: a step computes without giving way
    }
    if (this.step === 0) throw new CancelledError();
    if (this.evaluations.at(-1)?.step !== this.step) await this.evaluate();
    await this.finish();
  }

  /** A model that is continued counts from the beginning: what comes of the training is never worse. */
  private async begin(): Promise<void> {
    const isContinued = this.parts.origin?.type === 'continued';
    if (this.step === 0 && !isContinued) await this.sample();
    this.clock.start();
    if (this.step === 0 && isContinued && this.evaluations.length === 0) await this.evaluate();
  }

  /** However short the time is, something is learnt in it. */
  private get isOver(): boolean {
    return this.step > 0 && (this.used >= 1 || this.hasStalled());
  }

  /** The fraction of the budget that is used up. */
  private get used(): number {
    return this.budget.used(this.step, this.clock.seconds);
  }

  private batches(): BatchSampler {
    const { corpus, recipe, random } = this.parts;
    return new BatchSampler(corpus.training, recipe.contextLength, recipe.batchSize, random);
  }

  private async iterate(batches: BatchSampler): Promise<void> {
    const { engine, recipe } = this.parts;
    batches.next(this.batch.tokens, this.batch.targets);
    const factor = learningRateFactor(recipe.schedule, this.step, this.used);
    const loss = await engine.step(this.batch, factor * recipe.learningRate);
    if (!Number.isFinite(loss)) {
      throw new UserError(
        `The loss grew beyond all numbers at iteration ${this.step + 1}. Train again, with another seed.`,
      );
    }
    this.step += 1;
    this.losses.add(loss);
    const event = this.meter.add(this.step, loss, this.clock.seconds);
    if (event) this.emit(event);
  }

  private async evaluate(): Promise<void> {
    const { engine, recipe } = this.parts;
    const ofBatches = this.losses.take();
    const best = this.best();
    const progress: TrainingProgress = {
      type: 'progress',
      step: this.step,
      trainingLoss:
        recipe.evaluatesTraining || Number.isNaN(ofBatches) ? await this.evaluation.trainingLoss(engine) : ofBatches,
      validationLoss: await this.evaluation.validationLoss(engine),
      elapsedSeconds: this.clock.seconds,
      charactersPerSecond: this.meter.charactersPerSecond,
    };
    this.evaluations.push(progress);
    const isBest = !best || progress.validationLoss < best.validationLoss;
    if (isBest) await this.saveModel(this.parts.folder.best);
    await this.saveCheckpoint();
    this.emit(progress);
    if (isBest && this.parts.isFirst && progress.validationLoss < USABLE_LOSS) await this.hand();
    await this.sample();
  }

  /** Lets the model be used already: where there was none before, it cannot be worse. */
  private async hand(): Promise<void> {
    await this.saveModel(this.parts.request.modelFolder);
    this.emit({ type: 'usable', step: this.step });
  }

  private async sample(): Promise<void> {
    const { sampler, engine, recipe, seed } = this.parts;
    const { parameters } = await engine.state();
    const text = await sampler.sample(parameters, recipe.sampleLength, seed + SAMPLE_STREAM);
    this.emit({ type: 'sample', step: this.step, text });
  }

  private async pause(): Promise<void> {
    this.clock.stop();
    await this.saveCheckpoint();
    this.emit({ type: 'paused', step: this.step });
    await this.control.resumed();
    this.clock.start();
    if (!this.control.stopping) this.emit({ type: 'resumed', step: this.step });
  }

  /** Whether the held-out loss has stopped improving: the rest would be learnt by heart. */
  private hasStalled(): boolean {
    const { patience = Infinity } = this.parts.recipe;
    const best = this.best();
    return best !== undefined && this.evaluations.length - 1 - this.evaluations.indexOf(best) >= patience;
  }

  private best(): TrainingProgress | undefined {
    return this.evaluations.reduce<TrainingProgress | undefined>(
      (best, each) => (best && best.validationLoss <= each.validationLoss ? best : each),
      undefined,
    );
  }

  private async saveCheckpoint(): Promise<void> {
    const { folder, recipe, seed, configuration, corpus, engine, origin, random } = this.parts;
    this.lastCheckpoint = this.clock.seconds;
    await writeCheckpoint(folder.checkpoint, {
      recipe,
      seed,
      configuration,
      vocabulary: corpus.vocabulary,
      corpusDigest: corpus.digest,
      split: corpus.split,
      origin,
      random: random.state,
      elapsedSeconds: this.clock.seconds,
      evaluations: this.evaluations,
      state: await engine.state(),
    });
  }

  private async saveModel(folder: string, parameters?: Float32Array): Promise<void> {
    const { configuration, corpus, engine } = this.parts;
    const learnt = parameters ?? (await engine.state()).parameters;
    await writeModelFolder(folder, configuration, corpus.vocabulary, learnt, this.record());
  }

  /** The best model so far becomes the model. */
  private async finish(): Promise<void> {
    const { request, folder, engine } = this.parts;
    const best = await readModelFolder(folder.best);
    await this.saveModel(request.modelFolder, decodeCheckpoint(best.safetensors, best.configuration));
    await folder.clear();
    const done: TrainingDone = {
      type: 'done',
      model: request.modelFolder,
      steps: this.step,
      engine: engine.name,
      validationLoss: this.best()?.validationLoss ?? NaN,
      elapsedSeconds: this.clock.seconds,
    };
    this.emit(done);
  }

  /** training.json */
  private record(): Record<string, unknown> {
    const { recipe, engine, seed, corpus, origin } = this.parts;
    const best = this.best();
    return {
      savedAt: new Date().toISOString(),
      preset: recipe.preset,
      engine: engine.name,
      seed,
      recipe,
      corpus: corpus.summary,
      losses: this.evaluations.map(({ type: _type, ...losses }) => losses),
      best: best?.step,
      validationLoss: best?.validationLoss,
      steps: this.step,
      elapsedSeconds: this.clock.seconds,
      // Without its losses: their curve is that of other iterations.
      ...(origin?.type === 'continued' && { continued: origin }),
      split: corpus.split,
    };
  }
}
