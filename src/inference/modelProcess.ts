import { CancelledError, UserError } from '../errors';
import { describeExit, forkProcess, type MessageProcess, type ProcessExit, type ProcessOptions } from '../processes';
import { throwIfCancelled } from './cancellation';
import { type Calls, type InferenceReply, isAnswer, isInferenceReply, type Method } from './protocol';
import type { ModelInformation } from './types';

/** The process ended before it had answered. */
export class ProcessEndedError extends Error {
  override readonly name = 'ProcessEndedError';
  constructor(readonly exit: ProcessExit) {
    super(`The process that computes the model ${describeExit(exit)}.`);
  }
}

/** A call that waits for its answer. */
interface PendingCall {
  readonly onText: (text: string) => void;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with each piece of text that comes before the answer. */
  readonly onText?: (text: string) => void;
}

/** A process whose model is loaded. */
export interface StartedModel {
  readonly process: ModelProcess;
  readonly information: ModelInformation;
}

/** One inference process with one model, seen from its parent. */
export class ModelProcess {
  /** Called when the process has ended without being told to, before what waits for an answer is told. */
  onCrash: (exit: ProcessExit) => void = () => undefined;
  private readonly process: MessageProcess;
  private readonly pending = new Map<number, PendingCall>();
  private exit: ProcessExit | undefined;
  private lastId = 0;
  /** Told to end: then its end is no crash. */
  private dismissed = false;

  private constructor(script: string, options?: ProcessOptions) {
    const listeners = {
      onMessage: (message: unknown) => this.receive(message),
      onExit: (exit: ProcessExit) => this.end(exit),
    };
    this.process = forkProcess(script, listeners, options);
  }

  /**
   * Starts a process and waits until it has loaded the model.
   *
   * @param script the built `inference-process.js`
   * @throws UserError if the folder holds no undamaged model; ProcessEndedError
   */
  static async start(script: string, folder: string, options?: ProcessOptions): Promise<StartedModel> {
    const process = new ModelProcess(script, options);
    try {
      return { process, information: await process.call('load', { folder }) };
    } catch (error) {
      process.dispose();
      throw error;
    }
  }

  /**
   * Asks the process something.
   *
   * @throws ProcessEndedError, CancelledError (at once when `signal` is aborted), UserError
   */
  async call<M extends Method>(
    method: M,
    question: Calls[M]['question'],
    { signal, onText = () => undefined }: CallOptions = {},
  ): Promise<Calls[M]['answer']> {
    throwIfCancelled(signal);
    if (this.exit) throw new ProcessEndedError(this.exit);
    const id = ++this.lastId;
    const cancel = () => {
      this.process.send({ type: 'cancel', id });
      this.pending.get(id)?.reject(new CancelledError());
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const answer = await new Promise((resolve, reject) => {
        this.pending.set(id, { onText, resolve, reject });
        this.process.send({ type: method, id, question });
      });
      if (!isAnswer[method](answer))
        throw new Error(`The process that computes the model answered nonsense to ${method}.`);
      return answer;
    } finally {
      this.pending.delete(id);
      signal?.removeEventListener('abort', cancel);
      this.endIfDone();
    }
  }

  /** Ends the process as soon as it has answered what it was asked. */
  retire(): void {
    this.dismissed = true;
    this.endIfDone();
  }

  /** Ends the process at once. */
  dispose(): void {
    this.dismissed = true;
    this.process.dispose();
  }

  private endIfDone(): void {
    if (this.dismissed && this.pending.size === 0) this.process.dispose();
  }

  private receive(message: unknown): void {
    if (!isInferenceReply(message)) {
      // A process that talks nonsense is as good as crashed.
      this.process.dispose();
      return;
    }
    // A call that was cancelled waits no more.
    const call = this.pending.get(message.id);
    if (!call) return;
    if (message.type === 'text') call.onText(message.text);
    else if (message.type === 'answer') call.resolve(message.answer);
    else call.reject(failureOf(message));
  }

  private end(exit: ProcessExit): void {
    this.exit = exit;
    if (!this.dismissed) this.onCrash(exit);
    for (const call of this.pending.values()) call.reject(new ProcessEndedError(exit));
  }
}

function failureOf({ kind, message }: Extract<InferenceReply, { type: 'failure' }>): Error {
  if (kind === 'cancelled') return new CancelledError();
  return kind === 'user' ? new UserError(message) : new Error(message);
}
