import { messageOf } from '../errors';
import type { Memory } from '../memory/memory';
import { type Learning, readLearning, writeLearning } from './learning';
import type { RememberingModel, SuggestionLearning } from './remembering';

/** While something is learnt, it is written every so many milliseconds. */
const WRITTEN_EVERY = 30_000;
/** Of more models nothing is kept. */
const MOST_MODELS = 3;

/** Keeps what is learnt in a workspace from one window to the next, in a file, and from one model to the next. */
export class LearningKeeper {
  private suggestions: readonly SuggestionLearning[] = [];
  private remembering: RememberingModel | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** @param file undefined: nothing is written */
  constructor(
    private readonly memory: Memory,
    private readonly file: string | undefined,
  ) {}

  /** Reads what was kept. Returns a sentence if that cannot be used. */
  async restore(): Promise<string | undefined> {
    if (this.file === undefined) return undefined;
    try {
      const learning = await readLearning(this.file);
      if (learning) this.use(learning);
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  }

  /** From now on this one suggests, and begins with what was learnt beside its model before. */
  follow(remembering: RememberingModel): void {
    this.suggestions = this.current().suggestions;
    this.remembering = remembering;
    this.load();
  }

  /** Something is being learnt. */
  learns(): void {
    if (this.file === undefined) return;
    this.timer ??= setTimeout(() => void this.write(), WRITTEN_EVERY).unref();
  }

  /** Writes what has been learnt since it was written last, if anything. */
  async write(): Promise<void> {
    const { file, timer } = this;
    if (file === undefined || timer === undefined) return;
    clearTimeout(timer);
    this.timer = undefined;
    // Where nothing can be written, one learns all the same, for as long as the window is open.
    await writeLearning(file, this.current()).catch(() => undefined);
  }

  private use({ memory, suggestions }: Learning): void {
    this.memory.loadWeights(Buffer.from(memory, 'base64'));
    this.suggestions = suggestions;
    this.load();
  }

  private load(): void {
    const known = this.suggestions.find(({ model }) => model === this.remembering?.partner);
    if (known) this.remembering?.load(known);
  }

  private current(): Learning {
    const last = this.remembering?.save();
    const others = this.suggestions.filter(({ model }) => model !== last?.model);
    const suggestions = last ? [last, ...others] : others;
    return {
      memory: Buffer.from(this.memory.saveWeights()).toString('base64'),
      suggestions: suggestions.slice(0, MOST_MODELS),
    };
  }
}
