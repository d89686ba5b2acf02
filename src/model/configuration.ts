import { UserError } from '../errors';

/** The version of the model folder that this program writes and the newest that it reads. */
export const MODEL_FORMAT = 1;

/** The size of a Transformer, as in `config.json`. A key that says how it differs from the notebook's would be beside these. */
export interface ModelConfiguration {
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

/** Larger figures are a damaged or hostile file, not a model that this program trained. */
const LIMITS: Record<keyof ModelConfiguration, number> = {
  format: MODEL_FORMAT,
  context_length: 65_536,
  d_embed: 16_384,
  n_head: 1024,
  n_layer: 256,
  vocab_size: 65_536,
};

/** @throws UserError if `value` (parsed JSON) is not the configuration of a model that this program can run. */
export function parseConfiguration(value: unknown): ModelConfiguration {
  if (typeof value !== 'object' || value === null) throw damaged('it is not a JSON object');
  const entries = value as Record<string, unknown>;
  if (typeof entries['format'] === 'number' && entries['format'] > MODEL_FORMAT) {
    throw new UserError('The model was made by a newer MyGPT. Update the extension to use it.');
  }
  for (const key of Object.keys(entries)) {
    if (!(key in LIMITS))
      throw new UserError(`The model needs “${key}”, which this MyGPT does not know. Update the extension to use it.`);
  }
  const size = (key: keyof ModelConfiguration): number => {
    const number = entries[key];
    if (typeof number !== 'number' || !Number.isInteger(number) || number < 1 || number > LIMITS[key]) {
      throw damaged(`its “${key}” is not a sensible number`);
    }
    return number;
  };
  const configuration = {
    format: size('format'),
    context_length: size('context_length'),
    d_embed: size('d_embed'),
    n_head: size('n_head'),
    n_layer: size('n_layer'),
    vocab_size: size('vocab_size'),
  };
  if (configuration.d_embed % configuration.n_head !== 0) throw damaged('its heads do not divide its width');
  return configuration;
}

function damaged(why: string): UserError {
  return new UserError(`The model's config.json is damaged: ${why}. Train or import the model again.`);
}
