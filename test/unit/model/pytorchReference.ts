import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeCheckpoint } from '../../../src/model/checkpoint';
import type { ModelConfiguration } from '../../../src/model/configuration';
import { encodeSafetensors } from '../../../src/model/safetensors';
import type { Batch, Engine, EngineRecipe } from '../../../src/training/engines/engine';
import { PYTORCH_ADAMW } from '../../../src/training/optimizers/recipe';

/** Values by PyTorch's names. */
type Named = Readonly<Record<string, readonly number[]>>;

interface Stored {
  readonly configuration: ModelConfiguration;
  readonly tokens: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  readonly learningRate: number;
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly parameters: Named;
  readonly losses: readonly number[];
  readonly gradients: Named;
  readonly parametersAfter: Named;
}

/** What PyTorch says of a tiny model and a batch. Vectors are in the order of our flat vector of parameters. */
export interface PyTorchReference {
  readonly configuration: ModelConfiguration;
  readonly batch: Batch & { readonly size: number };
  /** How it is trained. */
  readonly recipe: EngineRecipe;
  readonly learningRate: number;
  /** A new copy of what training begins with. */
  readonly parameters: () => Float32Array;
  /** Before each of three updates. */
  readonly losses: readonly number[];
  /** Before the first update. */
  readonly gradients: Float32Array;
  /** After the last. */
  readonly parametersAfter: Float32Array;
}

const stored = JSON.parse(
  readFileSync(path.join(__dirname, '../../fixtures/pytorch/reference.json'), 'utf8'),
) as Readonly<Record<'notebook' | 'alternative', Stored>>;

/** The notebook's model, and one with every alternative to a part of it; made by reference.py beside the file. */
export const references = { notebook: read(stored.notebook), alternative: read(stored.alternative) } as const;

/** For a test of each. */
export const everyReference = Object.entries(references);

function read({ configuration, tokens, targets, shapes, parameters, ...rest }: Stored): PyTorchReference {
  const vector = (values: Named): Float32Array => {
    const tensors = Object.entries(values).map(
      ([name, data]) => [name, { shape: shapes[name] ?? [], data: Float32Array.from(data) }] as const,
    );
    return decodeCheckpoint(encodeSafetensors(new Map(tensors)), configuration);
  };
  const ids = (rows: readonly (readonly number[])[]) => BigInt64Array.from(rows.flat(), BigInt);
  return {
    configuration,
    batch: { tokens: ids(tokens), targets: ids(targets), size: tokens.length },
    recipe: { batchSize: tokens.length, optimizer: PYTORCH_ADAMW },
    learningRate: rest.learningRate,
    parameters: () => vector(parameters),
    losses: rest.losses,
    gradients: vector(rest.gradients),
    parametersAfter: vector(rest.parametersAfter),
  };
}

/** Makes the reference's updates, and asserts that losses and parameters are PyTorch's. */
export async function assertTrainsAsPyTorch(engine: Engine, reference: PyTorchReference): Promise<void> {
  const { batch, learningRate, losses, parametersAfter } = reference;
  for (const expected of losses) {
    const loss = await engine.step(batch, learningRate);
    assert.ok(Math.abs(loss - expected) < 1e-5, `loss ${loss} instead of ${expected}`);
  }
  const after = await engine.state();
  assert.equal(after.step, losses.length);
  const largest = after.parameters.reduce(
    (most, value, index) => Math.max(most, Math.abs(value - (parametersAfter[index] ?? NaN))),
    0,
  );
  assert.ok(largest < 1e-4, `parameters differ by up to ${largest}`);
}
