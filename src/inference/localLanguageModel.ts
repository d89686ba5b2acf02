import { createHash } from 'node:crypto';
import type { Vocabulary } from '../corpus/vocabulary';
import { readModelFolder } from '../model/folder';
import { parameterLayout } from '../model/parameters';
import { throwIfCancelled } from './cancellation';
import { Decoder, type DecoderState, promptTokens } from './decoder';
import { generateText, predictNext } from './generate';
import { softmax } from './sampling';
import { type DecodeSession, openDecodeSession } from './session';
import { suggestFrom } from './suggest';
import type { GenerateRequest, LanguageModel, ModelInformation, Prediction, SuggestRequest, Suggestion } from './types';

/** A model in the middle of a text. */
export class Reading {
  constructor(
    private state: DecoderState,
    private readonly decoder: Decoder,
    private readonly vocabulary: Vocabulary,
  ) {}

  /** Of each token, that it comes next. */
  get probabilities(): Float64Array {
    return softmax(this.state.logits);
  }

  async next(character: string): Promise<void> {
    for (const token of this.vocabulary.encode(character)) this.state = await this.decoder.next(this.state, token);
  }
}

/** A model that is computed in this process, and so blocks it: for the command line and the inference process. */
export class LocalLanguageModel implements LanguageModel {
  private readonly suggesting: Decoder;
  /** Where the last suggestion began: while the user types on, only what is new is read. */
  private lastRead: DecoderState | undefined;

  private constructor(
    readonly information: ModelInformation,
    /** Tells this model from every other. */
    readonly fingerprint: string,
    private readonly session: DecodeSession,
    readonly vocabulary: Vocabulary,
  ) {
    this.suggesting = Decoder.fast(session);
  }

  /** @throws UserError if the folder holds no undamaged model */
  static async load(folder: string): Promise<LocalLanguageModel> {
    const { configuration, vocabulary, onnx } = await readModelFolder(folder);
    const information = {
      folder,
      contextLength: configuration.context_length,
      vocabularySize: configuration.vocab_size,
      parameters: parameterLayout(configuration).length,
    };
    const fingerprint = createHash('sha256').update(onnx).digest('hex');
    return new LocalLanguageModel(information, fingerprint, await openDecodeSession(onnx, configuration), vocabulary);
  }

  async predict(prompt: string, top: number, signal?: AbortSignal): Promise<readonly Prediction[]> {
    throwIfCancelled(signal);
    return await predictNext(this.session, this.vocabulary, prompt, top);
  }

  async generate(request: GenerateRequest, onText: (text: string) => void, signal?: AbortSignal): Promise<void> {
    for await (const text of generateText(this.session, this.vocabulary, request, signal)) onText(text);
  }

  async suggest(request: SuggestRequest, signal?: AbortSignal): Promise<Suggestion> {
    throwIfCancelled(signal);
    const state = await this.readPrefix(request.prefix);
    throwIfCancelled(signal);
    return await suggestFrom(state, this.suggesting, this.vocabulary, request, signal);
  }

  /** Reads the end of a text, to go on from there character by character. */
  async read(prefix: string): Promise<Reading> {
    return new Reading(await this.readPrefix(prefix), this.suggesting, this.vocabulary);
  }

  private async readPrefix(prefix: string): Promise<DecoderState> {
    const tokens = promptTokens(this.vocabulary, prefix);
    const state = this.lastRead
      ? await this.suggesting.resume(this.lastRead, tokens)
      : await this.suggesting.read(tokens);
    this.lastRead = state;
    return state;
  }
}
