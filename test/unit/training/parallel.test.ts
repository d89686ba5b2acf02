import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { MODEL_FORMAT, type ModelConfiguration } from '../../../src/model/configuration';
import { initialParameters, parameterLayout } from '../../../src/model/parameters';
import { Random } from '../../../src/random';
import { createOnProcessor } from '../../../src/training/engines/create';
import type { Batch, Engine, OptimizerState } from '../../../src/training/engines/engine';
import { OnnxRuntimeEngine } from '../../../src/training/engines/onnxruntime';
import { ParallelEngine } from '../../../src/training/engines/parallel/engine';
import { recipeOf } from '../../../src/training/presets';
import { BuiltProgram } from '../builtProgram';
import { assertTrainsAsPyTorch, everyReference, references } from '../model/pytorchReference';

const worker = new BuiltProgram('src/training/engines/parallel/worker.ts');
after(() => worker.remove());

function beginning(parameters: Float32Array): OptimizerState {
  const zeros = () => new Float32Array(parameters.length);
  return { parameters, firstMoment: zeros(), secondMoment: zeros(), step: 0 };
}

for (const [name, reference] of everyReference) {
  test(`several threads train as PyTorch does: ${name}`, async () => {
    const { configuration, recipe, parameters } = reference;
    const engine = await ParallelEngine.create(configuration, recipe, beginning(parameters()), 2, worker.script);
    await assertTrainsAsPyTorch(engine, reference);
  });
}

const configuration: ModelConfiguration = {
  format: MODEL_FORMAT,
  context_length: 16,
  d_embed: 32,
  n_head: 2,
  n_layer: 3,
  vocab_size: 24,
  ...recipeOf('fast').architecture,
};
const recipe = { ...recipeOf('fast'), batchSize: 8 };

function newState(): OptimizerState {
  return beginning(initialParameters(parameterLayout(configuration), new Random(3)));
}

function randomBatch(random: Random): Batch {
  const ids = () =>
    BigInt64Array.from({ length: recipe.batchSize * configuration.context_length }, () => BigInt(random.integer(24)));
  return { tokens: ids(), targets: ids() };
}

async function lossesOf(engine: Engine, iterations: number): Promise<number[]> {
  const random = new Random(5);
  const losses: number[] = [];
  for (let step = 0; step < iterations; step++) losses.push(await engine.step(randomBatch(random), 3e-3));
  return losses;
}

test('with Muon, three threads learn what one learns', async () => {
  const alone = await OnnxRuntimeEngine.create(configuration, recipe, newState(), 1);
  const together = await ParallelEngine.create(configuration, recipe, newState(), 3, worker.script);
  const [expected, losses] = [await lossesOf(alone, 10), await lossesOf(together, 10)];
  for (const [step, loss] of losses.entries()) {
    assert.ok(Math.abs(loss - (expected[step] ?? NaN)) < 1e-4, `iteration ${step}: ${loss}, alone ${expected[step]}`);
  }
  const batch = randomBatch(new Random(7));
  assert.ok(Math.abs((await together.evaluate(batch)) - (await alone.evaluate(batch))) < 1e-4);
  assert.equal((await together.state()).step, 10);
});

test('it is the same to the last bit, whichever thread took which part', async () => {
  const train = async () => {
    const engine = await ParallelEngine.create(configuration, recipe, newState(), 2, worker.script);
    return { losses: await lossesOf(engine, 20), state: await engine.state() };
  };
  assert.deepEqual(await train(), await train());
});

test('what it has learnt can be handed to another engine, which goes on as it would have', async () => {
  const engine = await ParallelEngine.create(configuration, recipe, newState(), 2, worker.script);
  await lossesOf(engine, 5);
  const successor = await ParallelEngine.create(configuration, recipe, await engine.state(), 2, worker.script);
  assert.deepEqual(await lossesOf(successor, 5), await lossesOf(engine, 5));
});

test('parts are equal, and enough for every thread to take two', () => {
  assert.equal(ParallelEngine.shardsOf(16, 2), 4);
  assert.equal(ParallelEngine.shardsOf(16, 3), 8);
  assert.equal(ParallelEngine.shardsOf(16, 12), 16);
  assert.equal(ParallelEngine.shardsOf(7, 2), 7);
  assert.equal(ParallelEngine.shardsOf(1, 2), 1);
});

test('a batch that cannot be shared out is computed by one engine', async () => {
  const small = { ...recipe, batchSize: 1 };
  const engine = await createOnProcessor(configuration, small, newState(), 2, worker.script);
  assert.ok(engine instanceof OnnxRuntimeEngine);
});

test('a thread that cannot start says why', async () => {
  const { configuration, recipe, parameters } = references.notebook;
  const create = ParallelEngine.create(configuration, recipe, beginning(parameters()), 2, '/nowhere/worker.js');
  await assert.rejects(create, /Cannot find module/);
});
