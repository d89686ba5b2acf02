import path from 'node:path';
import { DEFAULT_CORPUS_OPTIONS } from '../corpus/types';
import type { TypingAssistant } from '../evaluation/assistant';
import type { LocalLanguageModel } from '../inference/localLanguageModel';
import { RememberingModel } from '../inference/remembering';
import type { SuggestRequest, Suggestion } from '../inference/types';
import { WorkspaceMemory } from '../inference/workspaceMemory';

/** A memory of a folder, beside a model or alone, that is told what is typed as the editor tells it. */
export class RememberingAssistant implements TypingAssistant {
  private readonly workspace: WorkspaceMemory;
  private readonly remembering: RememberingModel;
  private documents = 0;
  private typedLength = 0;

  private constructor(folder: string, model: LocalLanguageModel | undefined) {
    const corpus = { ...DEFAULT_CORPUS_OPTIONS, folders: [{ path: path.resolve(folder), exclude: [] }] };
    this.workspace = new WorkspaceMemory(corpus, (name, change) => this.remembering.learn(name, change));
    this.remembering = new RememberingModel(this.workspace.memory, model);
  }

  /** @param typed texts that are about to be typed: files that hold one of them are not read */
  static async open(
    folder: string,
    model: LocalLanguageModel | undefined,
    typed: readonly string[],
  ): Promise<RememberingAssistant> {
    const assistant = new RememberingAssistant(folder, model);
    await assistant.workspace.readWorkspace(new AbortController().signal, typed);
    return assistant;
  }

  opened(): void {
    this.documents++;
    this.typedLength = 0;
    void this.workspace.tell({ type: 'open', path: this.name, text: '' });
  }

  typed(text: string): void {
    const change = { offset: this.typedLength, removed: 0, inserted: text };
    this.typedLength += text.length;
    void this.workspace.tell({ type: 'change', path: this.name, changes: [change], isTyped: true });
  }

  async suggest(request: SuggestRequest, signal?: AbortSignal): Promise<Suggestion> {
    await this.workspace.settled();
    const place = { path: this.name, offset: this.typedLength, isReal: true };
    return await this.remembering.suggest({ ...request, place }, signal);
  }

  /** No file's: what is typed is nowhere on disk. */
  private get name(): string {
    return `typed:${this.documents}`;
  }
}
