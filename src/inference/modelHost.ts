import type { CorpusOptions } from '../corpus/types';
import { CancelledError, messageOf } from '../errors';
import { hasModel } from '../model/folder';
import { type Crash, InferenceProcess } from './inferenceProcess';
import type { DocumentNews, LanguageModel, Suggester } from './types';

export type ModelState = 'none' | 'loading' | 'ready' | 'failed';

export interface ModelHostOptions {
  /** The built `inference-process.js`. */
  readonly script: string;
  /** Where what the memory learns is kept; undefined: nowhere. */
  readonly learningFile?: string | undefined;
  /** Called with each new process and each new memory: it knows no document yet. */
  readonly onNewMemory?: () => void;
  /** Called when the state, or the model itself, is another one. */
  readonly onChange: () => void;
  readonly onCrash: (crash: Crash) => void;
  /** One sentence: what was kept and cannot be used, so that it begins anew. */
  readonly onWarning: (message: string) => void;
  /** One sentence: why the model cannot be used. */
  readonly onFailure: (message: string) => void;
}

/** Keeps the model of a folder loaded, whatever becomes of the folder, and beside it the memory of a workspace. */
export class ModelHost {
  private process: InferenceProcess | undefined;
  private currentState: ModelState = 'none';
  private loading: Promise<void> = Promise.resolve();
  private corpus: CorpusOptions | undefined;
  private disposed = false;

  constructor(
    private readonly folder: string | undefined,
    private readonly options: ModelHostOptions,
  ) {}

  get state(): ModelState {
    return this.currentState;
  }

  /** The model, while it is loaded. */
  get model(): LanguageModel | undefined {
    return this.process?.hasModel ? this.process : undefined;
  }

  /** What suggests: the model, the memory, or both. */
  get suggester(): Suggester | undefined {
    return this.process?.canSuggest ? this.process : undefined;
  }

  /** Resolves when what is being loaded is loaded. */
  async settled(): Promise<void> {
    await this.loading;
  }

  /** Loads what the folder holds now; a model that is loaded answers until then. Never rejects. */
  async load(): Promise<void> {
    this.loading = this.loading.then(() => this.loadNow());
    await this.loading;
  }

  /** Remembers a workspace from now on, or nothing. Needs no model. Never rejects; resolves when all is read. */
  async remember(corpus: CorpusOptions | undefined): Promise<void> {
    this.corpus = corpus;
    await this.loading;
    if (this.disposed || this.corpus !== corpus) return;
    if (corpus) this.process ??= this.startEmpty();
    const read = this.process?.remember(corpus);
    this.options.onChange();
    try {
      const warning = await read;
      if (warning !== undefined) this.options.onWarning(warning);
    } catch (error) {
      if (!(error instanceof CancelledError)) this.options.onFailure(messageOf(error));
    }
  }

  /** Tells the memory, if there is one, what happened to a document. */
  tell(news: DocumentNews): void {
    if (!this.corpus) return;
    this.process?.tell(news).catch(() => {
      // It will be told all anew: a process that has ended knows nothing.
    });
  }

  /** Lets go of the model. */
  unload(): void {
    this.process?.dispose();
    this.process = undefined;
    this.change('none');
    if (this.corpus) void this.remember(this.corpus);
  }

  dispose(): void {
    this.disposed = true;
    this.process?.dispose();
  }

  private async loadNow(): Promise<void> {
    const { folder } = this;
    if (this.disposed || folder === undefined || !(await hasModel(folder))) return;
    const process = (this.process ??= this.startEmpty());
    if (!process.hasModel) this.change('loading');
    try {
      await process.reload(folder);
      // It may have been let go of meanwhile.
      if (this.process === process) this.change('ready');
    } catch (error) {
      if (this.process !== process) return;
      this.options.onFailure(messageOf(error));
      if (!process.canSuggest) {
        process.dispose();
        this.process = undefined;
      }
      // The one that was loaded before, if any, is as good as it was.
      this.change(process.hasModel ? 'ready' : 'failed');
    }
  }

  private startEmpty(): InferenceProcess {
    const { script, learningFile, onCrash, onNewMemory } = this.options;
    return InferenceProcess.startEmpty({ script, learningFile, onCrash }, onNewMemory);
  }

  private change(state: ModelState): void {
    this.currentState = state;
    this.options.onChange();
  }
}
