import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SplitRecord } from '../corpus/splitRecord';
import { Vocabulary } from '../corpus/vocabulary';
import { UserError } from '../errors';
import { exists, presentFolder, readJson, replaceFolder } from '../files';
import { type ModelConfiguration, parseConfiguration } from '../model/configuration';
import { parameterLayout } from '../model/parameters';
import { decodeSafetensors, encodeSafetensors } from '../model/safetensors';
import type { RandomState } from '../random';
import type { OptimizerState } from './engines/engine';
import type { Recipe } from './presets';
import type { TrainingOrigin, TrainingProgress } from './types';

/** Another one is refused: a training is short enough to begin anew. */
const CHECKPOINT_FORMAT = 3;
const DESCRIPTION = 'checkpoint.json';
const STATE = 'state.safetensors';
const REMEDY = 'Start the training anew.';

/** Where a training stands: all that it needs to go on as if it had never stopped. */
export interface Checkpoint {
  readonly recipe: Recipe;
  readonly seed: number;
  readonly configuration: ModelConfiguration;
  readonly vocabulary: Vocabulary;
  /** Which text it was trained on. */
  readonly corpusDigest: string;
  /** What of it was held out, so that it stays so. */
  readonly split: SplitRecord;
  /** What became of the model that was there before the training. */
  readonly origin?: TrainingOrigin | undefined;
  /** Where the drawing of batches stands. */
  readonly random: RandomState;
  readonly elapsedSeconds: number;
  readonly evaluations: readonly TrainingProgress[];
  readonly state: OptimizerState;
}

export async function writeCheckpoint(folder: string, checkpoint: Checkpoint): Promise<void> {
  const { state, ...description } = checkpoint;
  const vector = (data: Float32Array) => ({ shape: [data.length], data });
  const tensors = encodeSafetensors(
    new Map([
      ['parameters', vector(state.parameters)],
      ['first_moment', vector(state.firstMoment)],
      ['second_moment', vector(state.secondMoment)],
    ]),
  );
  const json = { format: CHECKPOINT_FORMAT, step: state.step, sha256: sha256(tensors), ...description };
  await replaceFolder(
    folder,
    new Map<string, Uint8Array | string>([
      [STATE, tensors],
      [DESCRIPTION, JSON.stringify(json)],
    ]),
  );
}

export async function hasCheckpoint(folder: string): Promise<boolean> {
  return exists(path.join(await presentFolder(folder), DESCRIPTION));
}

/** @throws UserError if there is no checkpoint, or it is damaged or a newer program's. */
export async function readCheckpoint(folder: string): Promise<Checkpoint> {
  const present = await presentFolder(folder);
  if (!(await hasCheckpoint(folder))) throw new UserError(`There is no training to go on with. ${REMEDY}`);

  const json = (await readJson(path.join(present, DESCRIPTION), REMEDY)) as StoredCheckpoint;
  if (json.format > CHECKPOINT_FORMAT)
    throw new UserError('The training was begun by a newer MyGPT. Update it, or start the training anew.');
  if (json.format < CHECKPOINT_FORMAT) throw new UserError(`The training was begun by an older MyGPT. ${REMEDY}`);
  const bytes = await readFile(path.join(present, STATE));
  if (sha256(bytes) !== json.sha256) throw new UserError(`The checkpoint was changed since it was saved. ${REMEDY}`);

  const configuration = parseConfiguration(json.configuration);
  const { format: _format, sha256: _sha256, step, ...description } = json;
  return {
    ...description,
    configuration,
    vocabulary: new Vocabulary(json.vocabulary),
    state: { ...readState(bytes, parameterLayout(configuration).length), step },
  };
}

type StoredCheckpoint = Omit<Checkpoint, 'vocabulary' | 'state'> & {
  readonly format: number;
  readonly step: number;
  readonly sha256: string;
  readonly vocabulary: readonly string[];
};

function readState(bytes: Uint8Array, length: number): Omit<OptimizerState, 'step'> {
  const tensors = decodeSafetensors(bytes);
  const vector = (name: string): Float32Array => {
    const data = tensors.get(name)?.data;
    if (data?.length !== length) throw new UserError(`The checkpoint is damaged. ${REMEDY}`);
    return data;
  };
  return {
    parameters: vector('parameters'),
    firstMoment: vector('first_moment'),
    secondMoment: vector('second_moment'),
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
