import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { setImmediate } from 'node:timers/promises';
import type { InferenceSession } from 'onnxruntime-node';
import { decodeText } from '../corpus/text';
import type { Vocabulary } from '../corpus/vocabulary';
import { UserError } from '../errors';
import type { ModelConfiguration } from '../model/configuration';
import { type Model, readModelFolder } from '../model/folder';
import { createSession, loadRuntime, type Runtime } from '../model/runtime';
import { promptTokens } from './decoder';
import { mostProbable, softmax } from './sampling';

/** How well a model predicts a text. */
export interface EvaluationResult {
  readonly files: number;
  readonly characters: number;
  /** Of them, those that the model never learnt. */
  readonly unknownCharacters: number;
  /** Mean of −ln p(character). */
  readonly natsPerCharacter: number;
  readonly bitsPerCharacter: number;
  /** How often the most probable character was the one that came. */
  readonly top1Accuracy: number;
}

/** Windows computed at once. */
const BATCH = 32;

/** What an unknown character costs beside the unknown token: to name one code point of all that Unicode has room for. */
const NATS_PER_CODE_POINT = Math.log(0x110000);

/**
 * Predicts every character of the files once, each from the `context_length` characters before it in its file (as many
 * as there are), the first one from an empty context. Line ends are normalised as in training.
 *
 * @throws UserError if a file is no text, or there is nothing to predict
 */
export async function evaluateFiles(
  folder: string,
  files: readonly string[],
  onProgress: (done: number, all: number) => void,
): Promise<EvaluationResult> {
  const model = await readModelFolder(folder);
  const texts = await Promise.all(files.map(readText));
  const all = texts.reduce((sum, text) => sum + lengthOf(text), 0);
  if (all === 0) throw new UserError('There is no text to evaluate: the file is empty. Name one that holds text.');
  const evaluator = await TextEvaluator.create(model, (done) => onProgress(done, all));
  for (const text of texts) await evaluator.add(text);
  return { files: files.length, ...evaluator.result() };
}

/** @throws UserError if the file is no text */
export async function readText(file: string): Promise<string> {
  const decoded = decodeText(await readFile(file));
  if ('text' in decoded) return decoded.text;
  throw new UserError(`${file} cannot be evaluated: it is ${decoded.leftOut}. Name files of text.`);
}

class TextEvaluator {
  private characters = 0;
  private unknownCharacters = 0;
  private nats = 0;
  private correct = 0;

  private constructor(
    private readonly configuration: ModelConfiguration,
    private readonly vocabulary: Vocabulary,
    private readonly session: InferenceSession,
    private readonly runtime: Runtime,
    private readonly onProgress: (done: number) => void,
  ) {}

  static async create(
    { configuration, vocabulary, onnx }: Model,
    onProgress: (done: number) => void,
  ): Promise<TextEvaluator> {
    const session = await createSession(onnx, { threads: os.availableParallelism() });
    return new TextEvaluator(configuration, vocabulary, session, await loadRuntime(), onProgress);
  }

  result(): Omit<EvaluationResult, 'files'> {
    const natsPerCharacter = this.nats / this.characters;
    return {
      characters: this.characters,
      unknownCharacters: this.unknownCharacters,
      natsPerCharacter,
      bitsPerCharacter: natsPerCharacter / Math.LN2,
      top1Accuracy: this.correct / this.characters,
    };
  }

  async add(text: string): Promise<void> {
    const tokens = this.vocabulary.encode(text);
    this.countUnknown(lengthOf(text) - tokens.length);
    if (tokens.length === 0) return;
    await this.addFirst(tokens);
    await this.addBeginning(tokens);
    for (let start = this.configuration.context_length + 1; start < tokens.length; start += BATCH) {
      await this.addBatch(tokens, start, Math.min(start + BATCH, tokens.length));
    }
  }

  /** The first character, from an empty context. */
  private async addFirst(tokens: readonly number[]): Promise<void> {
    const context = promptTokens(this.vocabulary, '');
    const { vocab_size } = this.configuration;
    const logits = context.length > 0 ? await this.logits([context]) : new Float32Array(vocab_size);
    this.score(logits, tokens[0]);
  }

  /** The characters whose context is all of the text before them: one window holds it for every one. */
  private async addBeginning(tokens: readonly number[]): Promise<void> {
    const { context_length, vocab_size } = this.configuration;
    const window = tokens.slice(0, Math.min(context_length, tokens.length - 1));
    if (window.length === 0) return;
    const logits = await this.logits([window]);
    window.forEach((_, row) => this.score(logits.subarray(row * vocab_size, (row + 1) * vocab_size), tokens[row + 1]));
  }

  /** The characters from `start` to `end`, each from a full window of its own. */
  private async addBatch(tokens: readonly number[], start: number, end: number): Promise<void> {
    const { context_length, vocab_size } = this.configuration;
    const targets = tokens.slice(start, end);
    const windows = targets.map((_, index) => tokens.slice(start + index - context_length, start + index));
    const logits = await this.logits(windows);
    targets.forEach((target, index) => {
      const row = (index + 1) * context_length - 1;
      this.score(logits.subarray(row * vocab_size, (row + 1) * vocab_size), target);
    });
    this.onProgress(this.characters);
    await setImmediate(); // lets an interruption in
  }

  /** The logits after each token of windows of the same length: (windows, time, vocab_size), flat. */
  private async logits(windows: readonly (readonly number[])[]): Promise<Float32Array> {
    const { n_layer, n_head, d_embed } = this.configuration;
    const shape = [windows.length, windows[0]?.length ?? 0];
    const tokens = new this.runtime.Tensor('int64', BigInt64Array.from(windows.flat(), BigInt), shape);
    const nothing = [n_layer, 2, windows.length, n_head, 0, d_embed / n_head];
    const past = new this.runtime.Tensor('float32', new Float32Array(0), nothing);
    const { logits } = await this.session.run({ tokens, past }, ['logits']);
    if (!(logits?.data instanceof Float32Array)) throw new Error('The graph is no decode graph.');
    return logits.data;
  }

  /** Counts the character `target`, given the logits (vocab_size) of what may come there. */
  private score(logits: Float32Array, target: number | undefined): void {
    if (target === undefined) return;
    const probabilities = softmax(logits);
    this.nats -= Math.log(probabilities[target] ?? 0);
    if (target === this.vocabulary.unknown) {
      this.countUnknown(1);
      return;
    }
    this.characters += 1;
    if (mostProbable(probabilities) === target) this.correct += 1;
  }

  private countUnknown(count: number): void {
    this.characters += count;
    this.unknownCharacters += count;
    this.nats += count * NATS_PER_CODE_POINT;
  }
}

/** In characters, not in UTF-16 units. */
function lengthOf(text: string): number {
  const surrogatePairs = text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0;
  return text.length - surrogatePairs;
}
