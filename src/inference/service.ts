import { CancelledError, messageOf, UserError } from '../errors';
import type { Change } from '../memory/memory';
import { LearningKeeper } from './learningKeeper';
import { LocalLanguageModel } from './localLanguageModel';
import {
  type Calls,
  type FailureKind,
  type InferenceReply,
  type InferenceRequest,
  isInferenceRequest,
  type RememberAnswer,
  type RememberQuestion,
} from './protocol';
import { RememberingModel } from './remembering';
import type { ModelInformation, Suggestion, SuggestRequest } from './types';
import { WorkspaceMemory } from './workspaceMemory';

type Call = Exclude<InferenceRequest, { type: 'cancel' }>;

/** The child's side of the protocol: holds the model and the memory, and answers calls. */
export class InferenceService {
  private model: LocalLanguageModel | undefined;
  private workspace: WorkspaceMemory | undefined;
  /** Ends the reading of the workspace. */
  private reading: AbortController | undefined;
  private learning: LearningKeeper | undefined;
  /** Both, while there is a memory. */
  private remembering: RememberingModel | undefined;
  private readonly running = new Map<number, AbortController>();

  constructor(private readonly reply: (reply: InferenceReply) => void) {}

  /** @throws Error if the message is none of the protocol, which says that parent and child were not built together. */
  receive(message: unknown): void {
    if (!isInferenceRequest(message)) throw new Error(`Not a request: ${JSON.stringify(message)}`);
    if (message.type === 'cancel') this.running.get(message.id)?.abort();
    else void this.answer(message);
  }

  private async answer(call: Call): Promise<void> {
    const { id } = call;
    const cancelling = new AbortController();
    this.running.set(id, cancelling);
    try {
      this.reply({ type: 'answer', id, answer: await this.run(call, cancelling.signal) });
    } catch (error) {
      this.reply({ type: 'failure', id, message: messageOf(error), kind: kindOf(error) });
    } finally {
      this.running.delete(id);
    }
  }

  private async run(call: Call, signal: AbortSignal): Promise<Calls[Call['type']]['answer']> {
    switch (call.type) {
      case 'load':
        return await this.load(call.question.folder);
      case 'predict':
        return await this.loaded().predict(call.question.prompt, call.question.top, signal);
      case 'generate':
        await this.loaded().generate(call.question, (text) => this.reply({ type: 'text', id: call.id, text }), signal);
        return null;
      case 'suggest':
        return await this.suggest(call.question, signal);
      case 'remember':
        return await this.remember(call.question);
      case 'forget':
        await this.forgetAll();
        return null;
      case 'document':
        await this.workspace?.tell(call.question);
        return null;
    }
  }

  private async load(folder: string): Promise<ModelInformation> {
    this.model = await LocalLanguageModel.load(folder);
    this.join();
    return this.model.information;
  }

  private loaded(): LocalLanguageModel {
    if (!this.model) throw new Error('Asked before a model was loaded.');
    return this.model;
  }

  private async suggest(request: SuggestRequest, signal: AbortSignal): Promise<Suggestion> {
    await this.workspace?.settled();
    return (await (this.remembering ?? this.model)?.suggest(request, signal)) ?? { characters: [] };
  }

  private async remember({ corpus, learningFile }: RememberQuestion): Promise<RememberAnswer> {
    const before = this.learning;
    this.forget();
    const reading = new AbortController();
    const workspace = new WorkspaceMemory(corpus, (path, change) => this.learn(path, change));
    this.workspace = workspace;
    this.reading = reading;
    const learning = new LearningKeeper(workspace.memory, learningFile);
    this.learning = learning;
    this.join();
    await before?.write();
    const warning = await learning.restore();
    await workspace.readWorkspace(reading.signal);
    return { characters: workspace.memory.characters, warning };
  }

  private async forgetAll(): Promise<void> {
    const before = this.learning;
    this.forget();
    await before?.write();
  }

  private forget(): void {
    this.reading?.abort();
    this.workspace = undefined;
    this.learning = undefined;
    this.join();
  }

  private learn(path: string, change: Change): void {
    this.remembering?.learn(path, change);
    this.learning?.learns();
  }

  /** The memory and the model that there are answer together. */
  private join(): void {
    this.remembering = this.workspace && new RememberingModel(this.workspace.memory, this.model);
    if (this.remembering) this.learning?.follow(this.remembering);
  }
}

function kindOf(error: unknown): FailureKind {
  if (error instanceof CancelledError) return 'cancelled';
  return error instanceof UserError ? 'user' : 'defect';
}
