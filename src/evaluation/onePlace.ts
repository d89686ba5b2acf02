import type { LanguageModel, SuggestRequest, Suggestion } from '../inference/types';

/**
 * A model that is asked once a place, however many users come by, and how long each answer took. Within one place every
 * request must be the same.
 */
export class OnePlaceModel implements Pick<LanguageModel, 'suggest'> {
  /** Milliseconds. */
  readonly latencies: number[] = [];
  private answer: Suggestion | undefined;

  /** @param onAnswer called with each answer, once a place */
  constructor(
    private readonly model: Pick<LanguageModel, 'suggest'>,
    private readonly onAnswer: (answer: Suggestion) => void,
  ) {}

  /** From here on another place is asked about. */
  moved(): void {
    this.answer = undefined;
  }

  async suggest(request: SuggestRequest): Promise<Suggestion> {
    if (this.answer) return this.answer;
    const begin = performance.now();
    this.answer = await this.model.suggest(request);
    this.latencies.push(performance.now() - begin);
    this.onAnswer(this.answer);
    return this.answer;
  }
}
