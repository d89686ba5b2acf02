import { CancelledError, UserError } from '../errors';
import { describeExit, forkProcess, type MessageProcess, type ProcessExit, type ProcessOptions } from '../processes';
import { throwIfCancelled } from './cancellation';
import { type Calls, type InferenceReply, isAnswer, isInferenceReply, type Method } from './protocol';

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

/** One inference process, seen from its parent. */
export class ModelProcess {
  /** Called when the process has ended without being told to, before what waits for an answer is told. */
  onCrash: (exit: ProcessExit) => void = () => undefined;
  private readonly process: MessageProcess;
  private readonly pending = new Map<number, PendingCall>();
  private exit: ProcessExit | undefined;
  private lastId = 0;
  /** Told to end: then its end is no crash. */
  private dismissed = false;

  /** @param script the built `inference-process.js` */
  constructor(script: string, options?: ProcessOptions) {
    const listeners = {
      onMessage: (message: unknown) => this.receive(message),
      onExit: (exit: ProcessExit) => this.end(exit),
    };
    this.process = forkProcess(script, listeners, options);
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
    }
  }

  /** Ends the process at once. */
  dispose(): void {
    this.dismissed = true;
    this.process.dispose();
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
