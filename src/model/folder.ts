import { createHash } from 'node:crypto';
import path from 'node:path';
import { Vocabulary } from '../corpus/vocabulary';
import { systemErrorCode, UserError } from '../errors';
import { exists, presentFolder, readBounded, replaceFolder } from '../files';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint';
import { type ModelConfiguration, parseConfiguration } from './configuration';
import { exportModel } from './decodeGraph';

/** The manifest names the SHA-256 of each of these; it is written last. */
const FILES = ['model.onnx', 'model.safetensors', 'config.json', 'vocab.json', 'training.json'] as const;
type FileName = (typeof FILES)[number];
const MANIFEST = 'manifest.json';
/** Each file of a model is read up to this; a model of MyGPT's has a hundredth of it. */
export const MOST_MODEL_BYTES = 512 * 2 ** 20;

/** Whether a file of that name belongs into a model folder. */
export function isModelFile(name: string): boolean {
  return name === MANIFEST || FILES.some((file) => file === name);
}

/** How a model came to be, as in `training.json`: preset, engine, seed, corpus, losses, duration. */
export type TrainingRecord = Readonly<Record<string, unknown>>;

/** A model folder that was read and verified. */
export interface Model {
  readonly path: string;
  readonly configuration: ModelConfiguration;
  readonly vocabulary: Vocabulary;
  /** The graph of `model.onnx`, made anew: what runs is never a graph that somebody else has built. */
  readonly onnx: Uint8Array;
  /** The verified bytes of `model.safetensors`. */
  readonly safetensors: Uint8Array;
  readonly training: TrainingRecord;
}

/** Writes a model folder, replacing the one at `folder` only when the new one is whole. */
export async function writeModelFolder(
  folder: string,
  configuration: ModelConfiguration,
  vocabulary: Vocabulary,
  parameters: Float32Array,
  training: TrainingRecord,
): Promise<void> {
  const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
  const contents: Record<FileName, Uint8Array | string> = {
    'model.onnx': exportModel(configuration, vocabulary, parameters),
    'model.safetensors': encodeCheckpoint(configuration, parameters),
    'config.json': json(configuration),
    'vocab.json': JSON.stringify(vocabulary),
    'training.json': json(training),
  };
  const manifest = Object.fromEntries(FILES.map((name) => [name, sha256(contents[name])]));
  await replaceFolder(folder, new Map([...Object.entries(contents), [MANIFEST, json(manifest)]]));
}

/** Whether there is a model, though perhaps a damaged one. */
export async function hasModel(folder: string): Promise<boolean> {
  return exists(path.join(await presentFolder(folder), MANIFEST));
}

/**
 * Reads a model folder, and believes nothing in it that its manifest does not vouch for: nor that, for anybody can write one.
 *
 * @throws UserError if there is no model, or a file is missing or changed, with its name.
 */
export async function readModelFolder(folder: string): Promise<Model> {
  const present = await presentFolder(folder);
  const manifest = await readManifest(present, folder);
  const contents = new Map<FileName, Uint8Array>();
  for (const name of FILES) contents.set(name, await readVerified(present, name, manifest[name]));

  const bytes = (name: FileName) => contents.get(name) ?? new Uint8Array();
  const json = (name: FileName) => parseJson(bytes(name), present, name);
  const configuration = parseConfiguration(json('config.json'));
  const vocabulary = Vocabulary.parse(json('vocab.json'));
  if (vocabulary.size !== configuration.vocab_size) {
    throw new UserError(
      `The model in ${folder} has a vocabulary of another size than its network. Train or import it again.`,
    );
  }
  const safetensors = bytes('model.safetensors');
  return {
    path: folder,
    configuration,
    vocabulary,
    onnx: exportModel(configuration, vocabulary, decodeCheckpoint(safetensors, configuration)),
    safetensors,
    training: asObject(json('training.json'), present, 'training.json'),
  };
}

async function readManifest(present: string, folder: string): Promise<Readonly<Record<string, unknown>>> {
  const bytes = await readBounded(path.join(present, MANIFEST), MOST_MODEL_BYTES).catch((error: unknown) => {
    if (systemErrorCode(error) !== 'ENOENT' && systemErrorCode(error) !== 'ENOTDIR') throw error;
    throw new UserError(`There is no model in ${folder}: it has no ${MANIFEST}. Train one first.`);
  });
  return asObject(parseJson(bytes, folder, MANIFEST), folder, MANIFEST);
}

async function readVerified(folder: string, name: FileName, hash: unknown): Promise<Uint8Array> {
  const bytes = await readBounded(path.join(folder, name), MOST_MODEL_BYTES).catch((error: unknown) => {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    throw changed(folder, name);
  });
  if (sha256(bytes) !== hash) throw changed(folder, name);
  return bytes;
}

function parseJson(bytes: Uint8Array, folder: string, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw changed(folder, name);
  }
}

function asObject(value: unknown, folder: string, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw changed(folder, name);
  return value as Readonly<Record<string, unknown>>;
}

function changed(folder: string, name: string): UserError {
  return new UserError(
    `${name} in ${folder} is missing or was changed since it was saved, so it is not used. Train or import the model again.`,
  );
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
