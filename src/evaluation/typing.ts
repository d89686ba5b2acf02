import { setImmediate } from 'node:timers/promises';
import { type CompletionOptions, DEFAULT_COMPLETION_OPTIONS } from '../completion/suggest';
import type { TypingAssistant } from './assistant';
import { CalibrationError } from './calibrationError';
import { Keystrokes } from './keystrokes';
import { OnePlaceModel } from './onePlace';
import { SuggestionQuality } from './quality';
import { Typist } from './typist';
import { nextWordLength } from './words';

/** What suggestions are worth to somebody who types texts. Shares are from 0 to 1. */
export interface TypingResult {
  readonly files: number;
  readonly characters: number;
  /** Of who accepts a suggestion, with one key, only if all of it is what follows: 1 − keystrokes ÷ characters. */
  readonly keystrokesSaved: number;
  /** Of who accepts it word by word, with one key each, as far as it is right. */
  readonly keystrokesSavedByWord: number;
  /** The same two, without the white space that lines begin with. */
  readonly keystrokesSavedNetOfIndentation: number;
  readonly keystrokesSavedByWordNetOfIndentation: number;
  /** New suggestions on the screen per 100 characters of text. Of this on, what the first of the two users sees. */
  readonly shownPer100: number;
  /** Of the new suggestions, those that are what follows: all of them, or their first word. Null if there was none. */
  readonly precision: number | null;
  readonly firstWordPrecision: number | null;
  /** Characters on the screen from a suggestion's first wrong one on, per 100 characters of text. */
  readonly wrongCharactersPer100: number;
  /**
   * Of all that the model would suggest at any place, how far its probability is from the share that is right: the expected
   * calibration error, in ten bins. Null if the model suggested nothing, or does not say how probable it is.
   */
  readonly calibrationError: number | null;
  /** Milliseconds until the model has answered, whether it suggests something or not. Null if it was never asked. */
  readonly latencyMs: { readonly p50: number | null; readonly p95: number | null };
}

/** A key's worth of everything. */
const WHOLE = (suggestion: string) => suggestion.length;

/**
 * Types texts, character by character, through the same code that serves the editor, as two users would: one accepts only
 * whole suggestions, the other goes by words. Both read every suggestion at no cost, wait for it, and accept whatever is
 * right, so the savings are upper bounds.
 *
 * The users do not know of each other, but they type at the same time: whoever is behind is the next to press a key. At any
 * place the text left of the cursor is the same for both, so the assistant is asked once a place and is never told what a user
 * has yet to type. (A decoder goes on from where it was last asked, so it may see a little more or less of the text than if it
 * served one of them alone.) Right of the cursor there is nothing, as where a text is written from top to bottom.
 *
 * @param onProgress called with how many UTF-16 units of how many are typed
 */
export async function simulateTyping(
  texts: readonly string[],
  assistant: TypingAssistant,
  options: CompletionOptions = DEFAULT_COMPLETION_OPTIONS,
  onProgress: (done: number, all: number) => void = () => undefined,
): Promise<TypingResult> {
  const simulation = new TypingSimulation(assistant, options);
  const all = texts.reduce((sum, text) => sum + text.length, 0);
  let done = 0;
  for (const text of texts) {
    await simulation.type(text, (typed) => onProgress(done + typed, all));
    done += text.length;
  }
  return { files: texts.length, ...simulation.result() };
}

class TypingSimulation {
  private readonly model: OnePlaceModel;
  private readonly whole = new Keystrokes();
  private readonly byWord = new Keystrokes();
  private readonly quality = new SuggestionQuality();
  private readonly calibration = new CalibrationError();
  /** What is yet to be typed of the present document. */
  private following = '';

  constructor(
    private readonly assistant: TypingAssistant,
    private readonly options: CompletionOptions,
  ) {
    this.model = new OnePlaceModel(assistant, (answer) => this.calibration.add(answer, this.following));
  }

  async type(text: string, onProgress: (typed: number) => void): Promise<void> {
    this.assistant.opened?.();
    this.model.moved();
    this.following = text;
    const users = [
      new Typist(text, this.model, this.options, WHOLE, this.whole, this.quality),
      new Typist(text, this.model, this.options, nextWordLength, this.byWord, undefined),
    ];
    let told = 0;
    for (let user = hindmost(users); user; user = hindmost(users)) {
      if (user.typedLength > told) {
        this.tell(text.slice(told, user.typedLength));
        told = user.typedLength;
        this.following = text.slice(told);
        onProgress(told);
        await setImmediate(); // lets an interruption in
      }
      await user.pressKey();
    }
    this.tell(text.slice(told));
    onProgress(text.length);
  }

  result(): Omit<TypingResult, 'files'> {
    const { characters } = this.whole;
    const latencies = this.model.latencies.toSorted((a, b) => a - b);
    return {
      characters,
      keystrokesSaved: this.whole.saved,
      keystrokesSavedByWord: this.byWord.saved,
      keystrokesSavedNetOfIndentation: this.whole.savedNetOfIndentation,
      keystrokesSavedByWordNetOfIndentation: this.byWord.savedNetOfIndentation,
      ...this.quality.figures(characters),
      calibrationError: this.calibration.expected,
      latencyMs: { p50: percentile(latencies, 0.5), p95: percentile(latencies, 0.95) },
    };
  }

  private tell(text: string): void {
    if (text === '') return;
    this.assistant.typed?.(text);
    this.model.moved();
  }
}

/** Of the users who are not done the one who has typed least; of equals the first. */
function hindmost(users: readonly Typist[]): Typist | undefined {
  return users.filter(({ isDone }) => !isDone).toSorted((a, b) => a.typedLength - b.typedLength)[0];
}

/** The smallest of sorted numbers that so large a share of them does not exceed. */
function percentile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? null;
}
