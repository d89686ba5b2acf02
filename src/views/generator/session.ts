import { messageOf } from '../../errors';
import type { GenerateRequest, LanguageModel } from '../../inference/types';
import type { Generation, GeneratorPageMessage, GeneratorViewMessage, ModelState } from './protocol';

/** A model and what to call it. */
export interface NamedModel {
  readonly model: LanguageModel;
  readonly name: string;
}

/** Where the generator gets its model from. */
export interface GeneratorSource {
  /** Resolves to nothing if there is no model yet. */
  model(): Promise<NamedModel | undefined>;
  /** Starts a training. */
  train(): void;
}

/** How many next characters are shown. */
const NEXT_CHARACTERS = 10;

/**
 * Answers what the generator's page asks. Of two questions the later wins: the earlier is cancelled and its answer
 * dropped. The continuation is kept here, so that a page that VS Code discarded finds it again.
 */
export class GeneratorSession {
  private generation: Generation | undefined;
  private generating: AbortController | undefined;
  private predicting: AbortController | undefined;
  private loading = 0;
  /** Generated, but not told yet, because the page has not taken what it was told before. */
  private untold = '';
  private telling = false;

  constructor(
    private readonly source: GeneratorSource,
    private readonly post: (message: GeneratorPageMessage) => Promise<void>,
  ) {}

  /** Tells a new page everything. */
  ready(): void {
    this.tellGeneration();
    void this.tellModel();
  }

  receive(message: GeneratorViewMessage): void {
    switch (message.type) {
      case 'predict':
        void this.predict(message.prompt);
        return;
      case 'generate':
        void this.generate(message.request);
        return;
      case 'stop':
        this.stop();
        return;
      case 'train':
        this.source.train();
    }
  }

  /** Another model is there, or none any more. */
  modelChanged(): void {
    this.predicting?.abort();
    void this.tellModel();
  }

  /** Cancels whatever runs. */
  cancel(): void {
    this.predicting?.abort();
    this.stop();
  }

  private stop(): void {
    if (this.generation?.state !== 'running') return;
    this.generating?.abort();
    this.setGeneration({ ...this.generation, state: 'stopped' });
  }

  private async tellModel(): Promise<void> {
    const turn = ++this.loading;
    await this.post({ type: 'model', model: { state: 'loading' } });
    const model = await this.modelState();
    if (turn === this.loading) await this.post({ type: 'model', model });
  }

  private async modelState(): Promise<ModelState> {
    try {
      const loaded = await this.source.model();
      if (!loaded) return { state: 'none' };
      const { parameters, contextLength, vocabularySize } = loaded.model.information;
      return { state: 'ready', name: loaded.name, parameters, contextLength, vocabularySize };
    } catch (error) {
      return { state: 'failed', message: messageOf(error) };
    }
  }

  private async predict(prompt: string): Promise<void> {
    this.predicting?.abort();
    const { signal } = (this.predicting = new AbortController());
    const answer = await this.predictions(prompt, signal);
    if (answer && !signal.aborted) await this.post(answer);
  }

  private async predictions(prompt: string, signal: AbortSignal): Promise<GeneratorPageMessage | undefined> {
    try {
      const loaded = await this.source.model();
      if (!loaded || signal.aborted) return undefined;
      const predictions = await loaded.model.predict(prompt, NEXT_CHARACTERS, signal);
      return { type: 'predictions', prompt, predictions };
    } catch (error) {
      return { type: 'predictionFailed', prompt, message: messageOf(error) };
    }
  }

  private async generate(request: GenerateRequest): Promise<void> {
    this.generating?.abort();
    const { signal } = (this.generating = new AbortController());
    this.setGeneration({ state: 'running', prompt: request.prompt, text: '' });
    const end = await this.continueText(request, signal);
    if (this.generation && !signal.aborted) this.setGeneration({ ...this.generation, ...end });
  }

  private async continueText(
    request: GenerateRequest,
    signal: AbortSignal,
  ): Promise<Pick<Generation, 'state' | 'message'>> {
    try {
      const loaded = await this.source.model();
      if (!loaded) return { state: 'failed', message: 'There is no model yet. Train on the workspace first.' };
      if (!signal.aborted) await loaded.model.generate(request, (text) => this.append(text, signal), signal);
      return { state: 'finished' };
    } catch (error) {
      return { state: 'failed', message: messageOf(error) };
    }
  }

  private append(text: string, signal: AbortSignal): void {
    if (!this.generation || signal.aborted) return;
    this.generation = { ...this.generation, text: this.generation.text + text };
    this.untold += text;
    void this.tellText();
  }

  /** One message at a time, so that a fast model does not flood a slow page. */
  private async tellText(): Promise<void> {
    if (this.telling) return;
    this.telling = true;
    try {
      while (this.untold !== '') {
        const text = this.untold;
        this.untold = '';
        await this.post({ type: 'text', text });
      }
    } finally {
      this.telling = false;
    }
  }

  private setGeneration(generation: Generation): void {
    this.generation = generation;
    this.tellGeneration();
  }

  private tellGeneration(): void {
    this.untold = '';
    if (this.generation) void this.post({ type: 'generation', generation: this.generation });
  }
}
