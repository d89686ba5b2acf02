import type { Vocabulary } from '../corpus/vocabulary';
import { generateText } from '../inference/generate';
import { type DecodeSession, openDecodeSession } from '../inference/session';
import type { ModelConfiguration } from '../model/configuration';
import { decodeGraphWithInputs } from '../model/decodeGraph';
import { parameterLayout, viewOf } from '../model/parameters';
import { loadRuntime } from '../model/runtime';

/** Generates text with a model that is being trained. One session serves the whole training: its weights are inputs. */
export class TrainingSampler {
  private constructor(
    private readonly session: DecodeSession,
    private readonly vocabulary: Vocabulary,
    private readonly parameters: Float32Array,
  ) {}

  static async create(configuration: ModelConfiguration, vocabulary: Vocabulary): Promise<TrainingSampler> {
    const { Tensor } = await loadRuntime();
    const layout = parameterLayout(configuration);
    const parameters = new Float32Array(layout.length);
    const weights = Object.fromEntries(
      layout.tensors.map((tensor) => [tensor.name, new Tensor('float32', viewOf(parameters, tensor), tensor.shape)]),
    );
    const session = await openDecodeSession(decodeGraphWithInputs(configuration), configuration, () => weights);
    return new TrainingSampler(session, vocabulary, parameters);
  }

  /** A text of `length` characters, as likely as the model finds it; the same model and seed give the same text. */
  async sample(parameters: Float32Array, length: number, seed: number): Promise<string> {
    this.parameters.set(parameters);
    let text = '';
    const request = { prompt: '', length, temperature: 1, topK: 0, seed };
    for await (const piece of generateText(this.session, this.vocabulary, request)) text += piece;
    return text;
  }
}
