import { UserError } from '../errors';

/** The version of the model folder that this program writes and the newest that it reads. */
export const MODEL_FORMAT = 1;

interface ModelSize {
  readonly format: number;
  /** The most characters that the model sees at once. */
  readonly context_length: number;
  /** The width of the residual stream. */
  readonly d_embed: number;
  /** Attention heads a layer; divides `d_embed`. */
  readonly n_head: number;
  readonly n_layer: number;
  readonly vocab_size: number;
}

/** What a Transformer is built of. */
export interface Architecture {
  /** A learnt vector for each position, or queries and keys turned by it (RoPE, https://arxiv.org/abs/2104.09864). */
  readonly positions: 'learned' | 'rotary';
  /** RMSNorm (https://arxiv.org/abs/1910.07467) is here without a gain, which the next matrix can learn as well. */
  readonly norm: 'layer_norm' | 'rms_norm';
  /** Whether linear layers (but those of queries, keys and values, which never do) add a bias. */
  readonly bias: boolean;
  /** Of the multilayer perceptron; relu_squared is max(x, 0)² (https://arxiv.org/abs/2109.08668). */
  readonly activation: 'relu' | 'relu_squared';
}

/** A Transformer, as in `config.json`: its size, and in what its architecture differs from the MyGPT notebook's. */
export type ModelConfiguration = ModelSize & Partial<Architecture>;

/** What a choice that is not named is. */
const NOTEBOOK: Architecture = { positions: 'learned', norm: 'layer_norm', bias: true, activation: 'relu' };

/** Every choice of a model's architecture. */
export function architectureOf(configuration: ModelConfiguration): Architecture {
  return { ...NOTEBOOK, ...configuration };
}

/** Larger figures are a damaged or hostile file, not a model that this program trained. */
const LIMITS: Record<keyof ModelSize, number> = {
  format: MODEL_FORMAT,
  context_length: 65_536,
  d_embed: 16_384,
  n_head: 1024,
  n_layer: 256,
  vocab_size: 65_536,
};

const CHOICES: { readonly [Key in keyof Architecture]: readonly Architecture[Key][] } = {
  positions: ['learned', 'rotary'],
  norm: ['layer_norm', 'rms_norm'],
  bias: [true, false],
  activation: ['relu', 'relu_squared'],
};

/** @throws UserError if `value` (parsed JSON) is not the configuration of a model that this program can run. */
export function parseConfiguration(value: unknown): ModelConfiguration {
  if (typeof value !== 'object' || value === null) throw damaged('it is not a JSON object');
  const entries = value as Record<string, unknown>;
  if (typeof entries['format'] === 'number' && entries['format'] > MODEL_FORMAT) {
    throw new UserError('The model was made by a newer MyGPT. Update the extension to use it.');
  }
  for (const key of Object.keys(entries)) {
    if (!Object.hasOwn(LIMITS, key) && !Object.hasOwn(CHOICES, key)) throw unknown(`“${key}”`);
  }
  const configuration = { ...parseSize(entries), ...parseChoices(entries) };
  requireHeads(configuration);
  return configuration;
}

function parseSize(entries: Readonly<Record<string, unknown>>): ModelSize {
  const size = (key: keyof ModelSize): number => {
    const number = entries[key];
    if (typeof number !== 'number' || !Number.isInteger(number) || number < 1 || number > LIMITS[key]) {
      throw damaged(`its “${key}” is not a sensible number`);
    }
    return number;
  };
  return {
    format: size('format'),
    context_length: size('context_length'),
    d_embed: size('d_embed'),
    n_head: size('n_head'),
    n_layer: size('n_layer'),
    vocab_size: size('vocab_size'),
  };
}

/** Those that are named. */
function parseChoices(entries: Readonly<Record<string, unknown>>): Partial<Architecture> {
  const choices = Object.entries(CHOICES).filter(([key]) => Object.hasOwn(entries, key));
  for (const [key, known] of choices) {
    const choice = entries[key];
    if (!known.some((each) => each === choice)) throw unknown(`${JSON.stringify(choice)} for its “${key}”`);
  }
  return Object.fromEntries(choices.map(([key]) => [key, entries[key]]));
}

function requireHeads(configuration: ModelConfiguration): void {
  const headWidth = configuration.d_embed / configuration.n_head;
  if (!Number.isInteger(headWidth)) throw damaged('its heads do not divide its width');
  if (architectureOf(configuration).positions === 'rotary' && headWidth % 2 !== 0) {
    throw damaged('its heads are of odd width, which rotary positions cannot be');
  }
}

function unknown(what: string): UserError {
  return new UserError(`The model needs ${what}, which this MyGPT does not know. Update the extension to use it.`);
}

function damaged(why: string): UserError {
  return new UserError(`The model's config.json is damaged: ${why}. Train or import the model again.`);
}
