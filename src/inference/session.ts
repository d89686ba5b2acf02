import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelConfiguration } from '../model/configuration';
import { createSession, loadRuntime, type Runtime } from '../model/runtime';

/**
 * The keys and values of what a model has read, float32 [n_layer, 2, 1, n_head, time, d_embed/n_head]: with them the next
 * token costs one column of attention instead of a square. Never changed; every run makes a new one.
 */
export type KeyValueCache = Tensor;

export interface Decoded {
  /** What may follow the last token: `vocab_size` logits. */
  readonly logits: Float32Array;
  /** Of all that has been read, `past` included. */
  readonly cache: KeyValueCache;
}

/** A model that reads tokens, one text at a time. */
export interface DecodeSession {
  readonly configuration: ModelConfiguration;
  /**
   * Reads tokens (at least one) that come after those of `past`. Together they must not exceed `context_length`.
   * Blocks the thread while it computes, and lets the event loop turn before.
   */
  run(tokens: readonly number[], past?: KeyValueCache): Promise<Decoded>;
}

/** Named inputs of a graph beside `tokens` and `past`. */
export type Weights = Readonly<Record<string, Tensor>>;

/**
 * Opens a decode graph (inputs `tokens` and `past`, outputs `logits` and `present`).
 *
 * @param onnx the verified bytes of a `model.onnx`
 * @param weights called at each run for a graph whose weights are inputs, as while a model is being trained
 */
export async function openDecodeSession(
  onnx: Uint8Array,
  configuration: ModelConfiguration,
  weights: () => Weights = () => ({}),
): Promise<DecodeSession> {
  // One thread: a single character is too little work to be worth sharing out.
  const session = await createSession(onnx, { threads: 1 });
  return new OnnxDecodeSession(session, await loadRuntime(), configuration, weights);
}

class OnnxDecodeSession implements DecodeSession {
  private readonly nothingRead: KeyValueCache;

  constructor(
    private readonly session: InferenceSession,
    private readonly runtime: Runtime,
    readonly configuration: ModelConfiguration,
    private readonly weights: () => Weights,
  ) {
    const { n_layer, n_head, d_embed } = configuration;
    this.nothingRead = new runtime.Tensor('float32', new Float32Array(0), [n_layer, 2, 1, n_head, 0, d_embed / n_head]);
  }

  async run(tokens: readonly number[], past = this.nothingRead): Promise<Decoded> {
    const ids = new this.runtime.Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length]);
    const { logits, present } = await this.session.run({ ...this.weights(), tokens: ids, past });
    if (!(logits?.data instanceof Float32Array) || !present) throw new Error('The graph is no decode graph.');
    return { logits: logits.data.subarray(-this.configuration.vocab_size), cache: present };
  }
}
