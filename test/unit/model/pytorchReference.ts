import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeCheckpoint } from '../../../src/model/checkpoint';
import type { ModelConfiguration } from '../../../src/model/configuration';
import { encodeSafetensors } from '../../../src/model/safetensors';
import type { Batch, EngineRecipe } from '../../../src/training/engines/engine';
import { PYTORCH_ADAMW } from '../../../src/training/optimizers/recipe';

interface Reference {
  readonly configuration: ModelConfiguration;
  readonly tokens: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  readonly learningRate: number;
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly parameters: Readonly<Record<string, readonly number[]>>;
  readonly losses: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly parametersAfter: Readonly<Record<string, readonly number[]>>;
}

/** What PyTorch says of a tiny model; made by reference.py beside it. */
export const reference = JSON.parse(
  readFileSync(path.join(__dirname, '../../fixtures/pytorch/reference.json'), 'utf8'),
) as Reference;

/** The reference's batch, and how many windows it has. */
export const referenceBatch: Batch & { readonly size: number } = {
  tokens: BigInt64Array.from(reference.tokens.flat(), BigInt),
  targets: BigInt64Array.from(reference.targets.flat(), BigInt),
  size: reference.tokens.length,
};

/** How the reference is trained. */
export const referenceRecipe: EngineRecipe = { batchSize: referenceBatch.size, optimizer: PYTORCH_ADAMW };

/** Values by PyTorch's names, in the order of our flat vector of parameters. */
export function flatVector(values: Readonly<Record<string, readonly number[]>>): Float32Array {
  const tensors = Object.entries(values).map(
    ([name, data]) => [name, { shape: reference.shapes[name] ?? [], data: Float32Array.from(data) }] as const,
  );
  return decodeCheckpoint(encodeSafetensors(new Map(tensors))).parameters;
}
