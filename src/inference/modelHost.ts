import { messageOf } from '../errors';
import { hasModel } from '../model/folder';
import { type Crash, InferenceProcess } from './inferenceProcess';
import type { LanguageModel } from './types';

export type ModelState = 'none' | 'loading' | 'ready' | 'failed';

export interface ModelHostOptions {
  /** The built `inference-process.js`. */
  readonly script: string;
  /** Called when the state, or the model itself, is another one. */
  readonly onChange: () => void;
  readonly onCrash: (crash: Crash) => void;
  /** One sentence: why the model cannot be used. */
  readonly onFailure: (message: string) => void;
}

/** Keeps the model of a folder loaded, whatever becomes of the folder. */
export class ModelHost {
  private process: InferenceProcess | undefined;
  private currentState: ModelState = 'none';
  private loading: Promise<void> = Promise.resolve();
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
    return this.process;
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

  /** Lets go of the model. */
  unload(): void {
    this.process?.dispose();
    this.process = undefined;
    this.change('none');
  }

  dispose(): void {
    this.disposed = true;
    this.process?.dispose();
  }

  private async loadNow(): Promise<void> {
    const { folder } = this;
    if (this.disposed || folder === undefined || !(await hasModel(folder))) return;
    if (!this.process) this.change('loading');
    try {
      if (this.process) await this.process.reload(folder);
      else await this.start(folder);
      this.change('ready');
    } catch (error) {
      this.options.onFailure(messageOf(error));
      // The one that was loaded before, if any, is as good as it was.
      this.change(this.process ? 'ready' : 'failed');
    }
  }

  private async start(folder: string): Promise<void> {
    const { script, onCrash } = this.options;
    const process = await InferenceProcess.start(folder, { script, onCrash });
    if (this.disposed) process.dispose();
    else this.process = process;
  }

  private change(state: ModelState): void {
    this.currentState = state;
    this.options.onChange();
  }
}
