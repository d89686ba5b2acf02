import type { Vocabulary } from '../corpus/vocabulary';
import type { DecodeSession, KeyValueCache } from './session';

/** A model in the middle of a text. Never changed, so one can go on from it more than once. */
export interface DecoderState {
  /** The window: the tokens that the model sees, at most `context_length`. */
  readonly tokens: readonly number[];
  /** Undefined while nothing has been read. */
  readonly cache: KeyValueCache | undefined;
  /** What may come next: `vocab_size` logits. */
  readonly logits: Float32Array;
}

/** What a model takes for the character before a text. */
const BEFORE_A_TEXT = '\n';

/**
 * Moves a model's window over a text. Positions are counted from the window's first token, so when a full window slides,
 * every key and value in it is out of date, and part of it must be read again. How much is the choice between fidelity and
 * speed: the whole window at each further character is what the model was trained on; half a window is read again only
 * once in half a window's characters, and costs hardly any accuracy.
 *
 * With rotary positions, which count only how far apart two characters are, the oldest keys could be dropped instead. On
 * held-out text that predicted no better (1.614 to 1.616 nats a character, where reading half a window again and reading
 * all of it at each character both gave 1.615 to 1.616), and reading again adds a tenth to a character's time.
 */
export class Decoder {
  /** @param reread how many of the last tokens are read when a text begins or a full window slides */
  constructor(
    private readonly session: DecodeSession,
    private readonly reread: number = session.configuration.context_length,
  ) {}

  /** A decoder that re-reads half a window: several times faster beyond the context length. */
  static fast(session: DecodeSession): Decoder {
    return new Decoder(session, Math.ceil(session.configuration.context_length / 2));
  }

  /** Reads the end of a text. */
  async read(tokens: readonly number[]): Promise<DecoderState> {
    const window = tokens.slice(-this.reread);
    if (window.length > 0) return { tokens: window, ...(await this.session.run(window)) };
    return { tokens: [], cache: undefined, logits: new Float32Array(this.session.configuration.vocab_size) };
  }

  /** Reads one more token. */
  async next(state: DecoderState, token: number): Promise<DecoderState> {
    const tokens = [...state.tokens, token];
    return tokens.length > this.session.configuration.context_length
      ? await this.read(tokens)
      : { tokens, ...(await this.session.run([token], state.cache)) };
  }

  /** Reads the end of a text as `read` does, but only what is new in it if its beginning is where `state` stands. */
  async resume(state: DecoderState, tokens: readonly number[]): Promise<DecoderState> {
    const fresh = this.freshTokens(state.tokens, tokens);
    if (fresh === undefined) return await this.read(tokens);
    if (fresh.length === 0) return state;
    return { tokens: [...state.tokens, ...fresh], ...(await this.session.run(fresh, state.cache)) };
  }

  /** What follows `window` at the end of `tokens`, if it stands there, shows as much as `read` would, and leaves room. */
  private freshTokens(window: readonly number[], tokens: readonly number[]): readonly number[] | undefined {
    const least = Math.max(0, Math.min(this.reread, tokens.length) - window.length);
    const most = Math.min(this.session.configuration.context_length, tokens.length) - window.length;
    for (let fresh = least; fresh <= most; fresh++) {
      const start = tokens.length - fresh - window.length;
      if (window.every((token, index) => token === tokens[start + index])) return tokens.slice(tokens.length - fresh);
    }
    return undefined;
  }
}

/**
 * The tokens of a prompt. Of an empty one (or one of which the model knows no character) it is the line break that ends
 * what comes before a text; if the vocabulary has none, no token, after which every character is equally probable.
 */
export function promptTokens(vocabulary: Vocabulary, prompt: string): readonly number[] {
  const tokens = vocabulary.encode(prompt);
  return tokens.length > 0 ? tokens : vocabulary.encode(BEFORE_A_TEXT).filter((token) => token !== vocabulary.unknown);
}
