import type { CorpusOptions } from '../corpus/types';
import { CancelledError, UserError } from '../errors';
import { LONGEST_COMPARED } from '../memory/occurrences';
import { describeExit, type ProcessExit, type ProcessOptions } from '../processes';
import { type CallOptions, ModelProcess, ProcessEndedError } from './modelProcess';
import type { Calls, Method, RememberQuestion } from './protocol';
import { RestartPolicy } from './restartPolicy';
import type {
  DocumentNews,
  GenerateRequest,
  LanguageModel,
  ModelInformation,
  Prediction,
  Suggester,
  SuggestRequest,
  Suggestion,
} from './types';

export interface InferenceProcessOptions extends ProcessOptions {
  /** The built `inference-process.js`. */
  readonly script: string;
  /** Where what the memory learns is kept; undefined: nowhere. */
  readonly learningFile?: string | undefined;
  /** Told of each crash. */
  readonly onCrash: (crash: Crash) => void;
}

export interface Crash {
  /** What happened and what is done about it, in one sentence. */
  readonly message: string;
  /** False if the process stays down until a model is loaded anew. */
  readonly restarts: boolean;
  /** What the process last wrote to its standard error; for a log. */
  readonly lastWords: string;
}

/**
 * A model, a memory of the workspace, or both, in a process of their own. A crash costs no more than time: the process is
 * started again, and what it had been asked is asked again, once. After too many crashes every call fails with a sentence
 * that says so.
 */
export class InferenceProcess implements LanguageModel, Suggester {
  private current: Promise<ModelProcess> = Promise.reject(new CancelledError());
  private loaded: ModelInformation | undefined;
  private corpus: CorpusOptions | undefined;
  private restartPolicy = new RestartPolicy();
  private isDown = false;
  private disposed = false;

  /** @param onNew called with each new process, which knows no document yet */
  private constructor(
    private readonly options: InferenceProcessOptions,
    private readonly onNew: () => void,
  ) {
    this.current.catch(ignore);
  }

  /** @throws UserError if the folder holds no undamaged model */
  static async start(folder: string, options: InferenceProcessOptions): Promise<InferenceProcess> {
    const inference = InferenceProcess.startEmpty(options);
    try {
      await inference.reload(folder);
      return inference;
    } catch (error) {
      inference.dispose();
      throw error;
    }
  }

  /** Starts a process that has no model yet. */
  static startEmpty(options: InferenceProcessOptions, onNew: () => void = ignore): InferenceProcess {
    const inference = new InferenceProcess(options, onNew);
    inference.use(inference.begin());
    return inference;
  }

  /** @throws Error while there is no model */
  get information(): ModelInformation {
    if (!this.loaded) throw new Error('There is no model.');
    return this.loaded;
  }

  get hasModel(): boolean {
    return this.loaded !== undefined;
  }

  /** A character is at most two UTF-16 units. */
  get prefixLength(): number {
    return Math.max(LONGEST_COMPARED, 2 * (this.loaded?.contextLength ?? 0));
  }

  /** Whether it can suggest anything. */
  get canSuggest(): boolean {
    return this.hasModel || this.corpus !== undefined;
  }

  async predict(prompt: string, top: number, signal?: AbortSignal): Promise<readonly Prediction[]> {
    return await this.call('predict', { prompt, top }, { signal });
  }

  async generate(request: GenerateRequest, onText: (text: string) => void, signal?: AbortSignal): Promise<void> {
    await this.call('generate', request, { signal, onText });
  }

  async suggest(request: SuggestRequest, signal?: AbortSignal): Promise<Suggestion> {
    return await this.call('suggest', request, { signal });
  }

  /**
   * Swaps the model. The old one answers until the new one is loaded, and stays if that cannot be loaded. A process that
   * was down is started anew.
   *
   * @throws UserError if the folder holds no undamaged model; CancelledError if `dispose` came first
   */
  async reload(folder: string): Promise<void> {
    if (this.disposed) throw new CancelledError();
    if (this.isDown) {
      this.isDown = false;
      this.restartPolicy = new RestartPolicy();
      this.use(this.begin());
    }
    this.loaded = await this.call('load', { folder }, {});
  }

  /**
   * Reads the files of a workspace into a new memory; resolves when they are read. Undefined: from now on nothing is
   * remembered. A process that is started again does it again.
   *
   * @returns a sentence, if what was learnt before cannot be used
   */
  async remember(corpus: CorpusOptions | undefined): Promise<string | undefined> {
    this.corpus = corpus;
    this.onNew();
    try {
      const process = await this.current;
      if (corpus) return (await process.call('remember', this.memoryOf(corpus))).warning;
      await process.call('forget', null);
    } catch (error) {
      if (!(error instanceof ProcessEndedError)) throw error;
    }
    return undefined;
  }

  /** Tells the memory of a document. What a crash swallows is not told again: a new process is told all anew. */
  async tell(news: DocumentNews): Promise<void> {
    await (await this.current).call('document', news);
  }

  /** Ends the process. What waits for an answer is cancelled. */
  dispose(): void {
    const last = this.current;
    this.disposed = true;
    this.use(Promise.reject(new CancelledError()));
    void last.then((process) => process.dispose(), ignore);
  }

  private memoryOf(corpus: CorpusOptions): RememberQuestion {
    return { corpus, learningFile: this.options.learningFile };
  }

  private async call<M extends Method>(
    method: M,
    question: Calls[M]['question'],
    options: CallOptions,
  ): Promise<Calls[M]['answer']> {
    let pieces = 0;
    const onText = (text: string) => {
      pieces++;
      options.onText?.(text);
    };
    try {
      return await (await this.current).call(method, question, { ...options, onText });
    } catch (error) {
      if (this.disposed) throw new CancelledError();
      // Half a text cannot be taken back; anything else is asked again.
      if (!(error instanceof ProcessEndedError) || pieces > 0) throw error;
      return await (await this.current).call(method, question, options);
    }
  }

  private use(process: Promise<ModelProcess>): void {
    // Whoever asks next is told; until then it is no unhandled rejection.
    process.catch(ignore);
    this.current = process;
  }

  /** A process with what there was: the model, and the memory, which reads while it answers. */
  private async begin(): Promise<ModelProcess> {
    const process = new ModelProcess(this.options.script, this.options);
    try {
      if (this.loaded) await process.call('load', { folder: this.loaded.folder });
    } catch (error) {
      process.dispose();
      throw error;
    }
    if (this.disposed) {
      process.dispose();
      throw new CancelledError();
    }
    if (this.corpus) process.call('remember', this.memoryOf(this.corpus)).catch(ignore);
    process.onCrash = (exit) => this.use(this.restart(exit));
    this.onNew();
    return process;
  }

  /** Starts the process again, as often as the policy allows. @throws UserError after too many crashes */
  private async restart(crash: ProcessExit): Promise<ModelProcess> {
    for (let exit = crash; ;) {
      this.tellCrash(exit);
      try {
        return await this.begin();
      } catch (error) {
        if (!(error instanceof ProcessEndedError)) throw error;
        exit = error.exit;
      }
    }
  }

  private tellCrash(exit: ProcessExit): void {
    const { onCrash } = this.options;
    const { lastWords } = exit;
    if (this.restartPolicy.allowsRestart(performance.now())) {
      const message = `The process that computes the model ${describeExit(exit)}, and is started again.`;
      onCrash({ message, restarts: true, lastWords });
      return;
    }
    this.isDown = true;
    const message = `The process that computes the model has crashed too often and stays down (the last time it ${describeExit(exit)}). Reload the window to try again.`;
    onCrash({ message, restarts: false, lastWords });
    throw new UserError(message);
  }
}

function ignore(): void {
  // Told elsewhere.
}
