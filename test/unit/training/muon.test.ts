import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { MODEL_FORMAT, type ModelConfiguration } from '../../../src/model/configuration';
import { parameterLayout } from '../../../src/model/parameters';
import { Random } from '../../../src/random';
import type { OptimizerState } from '../../../src/training/engines/engine';
import { loadTensorFlow } from '../../../src/training/engines/tensorflow/load';
import { Muon as TensorFlowMuon } from '../../../src/training/engines/tensorflow/muon';
import { Muon } from '../../../src/training/optimizers/muon';
import { Orthogonalization } from '../../../src/training/optimizers/orthogonalization';
import type { MuonRecipe } from '../../../src/training/optimizers/recipe';
import { needsTensorFlow, requireTensorFlow } from './tensorflow/realTensorFlow';

interface Reference {
  readonly recipe: MuonRecipe;
  readonly learningRate: number;
  readonly steps: number;
  readonly after: readonly number[];
}

/** What PyTorch makes of it; by muon.py beside it. */
const reference = JSON.parse(
  readFileSync(path.join(__dirname, '../../fixtures/pytorch/muon.json'), 'utf8'),
) as Reference;

const CONFIGURATION: ModelConfiguration = {
  format: MODEL_FORMAT,
  context_length: 3,
  d_embed: 4,
  n_head: 2,
  n_layer: 1,
  vocab_size: 5,
};
const layout = parameterLayout(CONFIGURATION);

function wave(frequency: number): Float32Array {
  return Float32Array.from({ length: layout.length }, (_, index) => Math.sin(frequency * (index + 1)));
}

function gradientsOf(step: number): Float32Array {
  return wave(1.3 + 0.1 * step);
}

function beginning(): OptimizerState {
  const zeros = () => new Float32Array(layout.length);
  return { parameters: wave(0.7), firstMoment: zeros(), secondMoment: zeros(), step: 0 };
}

function assertAsPyTorch(parameters: Float32Array): void {
  assert.equal(parameters.length, reference.after.length);
  const errors = parameters.map((value, index) => Math.abs(value - (reference.after[index] ?? NaN)));
  assert.ok(Math.max(...errors) < 1e-5, `differs by up to ${Math.max(...errors)}`);
}

test('three updates lead where PyTorch leads', async () => {
  const state = beginning();
  const muon = await Muon.create(reference.recipe, layout, state, 1);
  for (let step = 0; step < reference.steps; step++) await muon.update(gradientsOf(step), reference.learningRate);
  assertAsPyTorch(state.parameters);
  assert.equal(muon.steps, reference.steps);
});

test('with TensorFlow.js they lead there, too', needsTensorFlow, async () => {
  const tf = loadTensorFlow(requireTensorFlow(), 1);
  const { parameters, firstMoment, secondMoment } = beginning();
  let learnt = {
    parameters: tf.tensor1d(parameters),
    firstMoment: tf.tensor1d(firstMoment),
    secondMoment: tf.tensor1d(secondMoment),
  } as Parameters<TensorFlowMuon['update']>[0];
  const muon = new TensorFlowMuon(tf, reference.recipe, layout);
  for (let step = 0; step < reference.steps; step++) {
    const { learningRate } = reference;
    learnt = muon.update(learnt, tf.tensor1d(gradientsOf(step)), { learningRate, number: step + 1 });
  }
  assertAsPyTorch((await learnt.parameters.data()) as Float32Array);
});

test('the singular values of an orthogonalized matrix are about one', async () => {
  for (const [rows, columns] of [
    [32, 32],
    [64, 16],
    [16, 64],
  ] as const) {
    const orthogonalization = await Orthogonalization.create([{ rows, columns, offsets: [0] }], 1);
    const [matrix, orthogonal] = [orthogonalization.matrices[0], orthogonalization.orthogonal[0]];
    assert.ok(matrix && orthogonal);
    const random = new Random(1);
    matrix.forEach((_, index) => (matrix[index] = random.normal()));
    await orthogonalization.run();
    // The mean square of the singular values is that of the elements, times the larger side.
    const meanSquare = orthogonal.reduce((sum, value) => sum + value * value, 0) / Math.min(rows, columns);
    assert.ok(Math.abs(Math.sqrt(meanSquare) - 1) < 0.3, `${rows} × ${columns}: ${Math.sqrt(meanSquare)}`);
  }
});

test('a matrix without a gradient stays where it is', async () => {
  const state = beginning();
  const before = state.parameters.slice();
  const muon = await Muon.create(
    { ...reference.recipe, weightDecay: 0, adamW: { ...reference.recipe.adamW, weightDecay: 0 } },
    layout,
    state,
    1,
  );
  await muon.update(new Float32Array(layout.length), reference.learningRate);
  assert.deepEqual(state.parameters, before);
});
