import { CancelledError, messageOf, UserError } from '../errors';
import { LocalLanguageModel } from './localLanguageModel';
import {
  type Calls,
  type FailureKind,
  type InferenceReply,
  type InferenceRequest,
  isInferenceRequest,
} from './protocol';

type Call = Exclude<InferenceRequest, { type: 'cancel' }>;

/** The child's side of the protocol: holds the model and answers calls. */
export class InferenceService {
  private model: Promise<LocalLanguageModel> | undefined;
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
    if (call.type === 'load') {
      this.model = LocalLanguageModel.load(call.question.folder);
      return (await this.model).information;
    }
    if (!this.model) throw new Error('Asked before a model was loaded.');
    const model = await this.model;
    switch (call.type) {
      case 'predict':
        return await model.predict(call.question.prompt, call.question.top, signal);
      case 'generate':
        await model.generate(call.question, (text) => this.reply({ type: 'text', id: call.id, text }), signal);
        return null;
      case 'suggest':
        return await model.suggest(call.question, signal);
    }
  }
}

function kindOf(error: unknown): FailureKind {
  if (error instanceof CancelledError) return 'cancelled';
  return error instanceof UserError ? 'user' : 'defect';
}
