import { type Distribution, mostProbableUnit } from '../memory/distribution';
import type { Change, Memory } from '../memory/memory';
import type { MemoryCursor } from '../memory/cursor';
import { TransformerMix } from '../memory/transformerMix';
import { Calibration, type CalibrationCounts } from './calibration';
import { throwIfCancelled } from './cancellation';
import { readContinuation } from './continuation';
import type { LocalLanguageModel, Reading } from './localLanguageModel';
import { PastSuggestions } from './pastSuggestions';
import { chooseSuggestion } from './suggest';
import { suggestionEnds } from './suggestionEnds';
import type { Prediction, SuggestPlace, SuggestRequest, Suggestion } from './types';

/** Where the last suggestion began, and what the model said there. */
interface Asked {
  readonly place: SuggestPlace;
  readonly prefix: string;
  readonly probabilities: Float64Array;
}

/** What was learnt of whom to believe, and how sure to be; nothing of the text. */
export interface SuggestionLearning {
  /** Beside which model; empty for the memory alone. */
  readonly model: string;
  readonly calibration: CalibrationCounts;
  /** Of the mix with the model, in base 64. */
  readonly mix?: string | undefined;
}

/** Suggests what the memory and the model find the most probable together; without a model, the memory alone. */
export class RememberingModel {
  private readonly mix: TransformerMix | undefined;
  private readonly calibration = new Calibration();
  private readonly past = new PastSuggestions(this.calibration);
  private asked: Asked | undefined;

  constructor(
    private readonly memory: Memory,
    private readonly model: LocalLanguageModel | undefined,
  ) {
    if (model) this.mix = new TransformerMix(model.vocabulary.characters, model.vocabulary.unknown);
  }

  /** @throws CancelledError */
  async suggest(request: SuggestRequest, signal?: AbortSignal): Promise<Suggestion> {
    throwIfCancelled(signal);
    if (this.memory.characters === 0) return (await this.model?.suggest(request, signal)) ?? { characters: [] };
    const { prefix, place } = request;
    const reading = await this.model?.read(prefix);
    throwIfCancelled(signal);
    this.asked = reading && place?.isReal ? { place, prefix, probabilities: reading.probabilities } : undefined;
    const predictions = this.predictions(this.memory.cursor(prefix, place), reading);
    const continuation = await readContinuation(predictions, request, signal);
    const ends = suggestionEnds(continuation, prefix);
    if (place?.isReal) this.past.add(place, continuation, ends);
    return chooseSuggestion(continuation, ends, request, this.calibration);
  }

  /** Beside which model it suggests; empty for the memory alone. */
  get partner(): string {
    return this.model?.fingerprint ?? '';
  }

  save(): SuggestionLearning {
    const mix = this.mix && Buffer.from(this.mix.save()).toString('base64');
    return { model: this.partner, calibration: this.calibration.save(), mix };
  }

  /** @throws Error if it was saved by another version */
  load({ calibration, mix }: SuggestionLearning): void {
    this.calibration.load(calibration);
    if (mix !== undefined) this.mix?.load(Buffer.from(mix, 'base64'));
  }

  /** Learns from what the user is about to type how sure to be, and whom to believe. */
  learn(path: string, change: Change): void {
    this.past.typed(path, change);
    this.learnMix(path, change);
  }

  /** Of what is typed where a suggestion was asked for last. */
  private learnMix(path: string, { offset, removed, inserted }: Change): void {
    const { asked, mix } = this;
    if (!asked || !mix || asked.place.path !== path) return;
    this.asked = undefined;
    if (asked.place.offset !== offset || removed > 0 || inserted === '') return;
    const memory = this.memory.cursor(asked.prefix, asked.place).predict();
    mix.mix(memory, asked.probabilities);
    mix.learn(inserted.charCodeAt(0));
  }

  /** The most probable character, and again after it, as long as one is known. */
  private async *predictions(
    cursor: MemoryCursor,
    reading: Reading | undefined,
  ): AsyncGenerator<Prediction, void, undefined> {
    for (;;) {
      const prediction = this.mostProbableCharacter(cursor, reading);
      if (!prediction) return;
      yield prediction;
      await reading?.next(prediction.character);
    }
  }

  /** Supposes the character, too. Does not wait: other predictions of the memory would overwrite this one. */
  private mostProbableCharacter(cursor: MemoryCursor, reading: Reading | undefined): Prediction | undefined {
    const probabilities = reading?.probabilities;
    const first = this.mostProbableUnit(cursor, probabilities);
    if (!first) return undefined;
    const { unit, probability } = first;
    if (!isHighSurrogate(unit)) return { character: String.fromCharCode(unit), probability };
    const second = this.mostProbableUnit(cursor, probabilities, unit);
    if (!second || !isLowSurrogate(second.unit)) return undefined;
    const character = String.fromCharCode(unit, second.unit);
    return { character, probability: probability * second.probability };
  }

  /** @param high the first half of a character, if that stands right before */
  private mostProbableUnit(
    cursor: MemoryCursor,
    probabilities: Float64Array | undefined,
    high?: number,
  ): { readonly unit: number; readonly probability: number } | undefined {
    const distribution = this.distribution(cursor, probabilities, high);
    const unit = mostProbableUnit(distribution);
    if (unit === undefined || (high === undefined && isLowSurrogate(unit)) || !cursor.suppose(unit)) return undefined;
    return { unit, probability: distribution.probabilityOf(unit) };
  }

  private distribution(cursor: MemoryCursor, probabilities: Float64Array | undefined, high?: number): Distribution {
    const memory = cursor.predict();
    return this.mix && probabilities ? this.mix.mix(memory, probabilities, high) : memory;
  }
}

function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}
