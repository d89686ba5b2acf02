import { CancelledError, UserError } from '../errors';
import { describeExit, type ProcessExit, type ProcessOptions } from '../processes';
import { type CallOptions, ModelProcess, ProcessEndedError, type StartedModel } from './modelProcess';
import type { Calls, Method } from './protocol';
import { RestartPolicy } from './restartPolicy';
import type { GenerateRequest, LanguageModel, ModelInformation, Prediction, SuggestRequest, Suggestion } from './types';

export interface InferenceProcessOptions extends ProcessOptions {
  /** The built `inference-process.js`. */
  readonly script: string;
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
 * A model that is computed in a process of its own. A crash costs no more than time: the process is started again, and
 * what it had been asked is asked again, once. After too many crashes every call fails with a sentence that says so.
 */
export class InferenceProcess implements LanguageModel {
  private current: Promise<ModelProcess>;
  private loaded: ModelInformation;
  private restartPolicy = new RestartPolicy();
  /** Counts the changes of the model, so that a restart sees that one overtook it. */
  private swaps = 0;
  private disposed = false;

  private constructor(
    private readonly options: InferenceProcessOptions,
    started: StartedModel,
  ) {
    this.loaded = started.information;
    this.current = Promise.resolve(this.adopt(started));
  }

  /** @throws UserError if the folder holds no undamaged model */
  static async start(folder: string, options: InferenceProcessOptions): Promise<InferenceProcess> {
    return new InferenceProcess(options, await ModelProcess.start(options.script, folder, options));
  }

  get information(): ModelInformation {
    return this.loaded;
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
   * Swaps the model. The old one goes on until the new one is loaded, and answers what it has been asked; it stays if the
   * new one cannot be loaded.
   *
   * @throws UserError if the folder holds no undamaged model; CancelledError if `dispose` came first
   */
  async reload(folder: string): Promise<void> {
    const started = await ModelProcess.start(this.options.script, folder, this.options);
    if (this.disposed) {
      started.process.dispose();
      throw new CancelledError();
    }
    const previous = this.current;
    this.swaps++;
    this.restartPolicy = new RestartPolicy();
    this.use(Promise.resolve(this.adopt(started)));
    void previous.then((process) => process === started.process || process.retire(), ignore);
  }

  /** Ends the process. What waits for an answer is cancelled. */
  dispose(): void {
    const last = this.current;
    this.disposed = true;
    this.swaps++;
    this.use(Promise.reject(new CancelledError()));
    void last.then((process) => process.dispose(), ignore);
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
      // Half a text cannot be taken back; anything else is asked again.
      if (!(error instanceof ProcessEndedError) || pieces > 0) throw error;
      return await (await this.current).call(method, question, options);
    }
  }

  private adopt({ process, information }: StartedModel): ModelProcess {
    this.loaded = information;
    process.onCrash = (exit) => this.use(this.restart(exit));
    return process;
  }

  private use(process: Promise<ModelProcess>): void {
    // Whoever asks next is told; until then it is no unhandled rejection.
    process.catch(ignore);
    this.current = process;
  }

  /** Starts the process again, as often as the policy allows. @throws UserError after too many crashes */
  private async restart(crash: ProcessExit): Promise<ModelProcess> {
    const { swaps } = this;
    for (let exit = crash; ;) {
      this.tellCrash(exit);
      try {
        const started = await ModelProcess.start(this.options.script, this.loaded.folder, this.options);
        if (swaps === this.swaps) return this.adopt(started);
        started.process.dispose();
        return await this.current;
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
    const message = `The process that computes the model has crashed too often and stays down (the last time it ${describeExit(exit)}). Reload the window to try again.`;
    onCrash({ message, restarts: false, lastWords });
    throw new UserError(message);
  }
}

function ignore(): void {
  // Told elsewhere.
}
