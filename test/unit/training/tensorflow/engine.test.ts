import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parameterLayout } from '../../../../src/model/parameters';
import { Random } from '../../../../src/random';
import { EngineError } from '../../../../src/training/engines/engineError';
import type { OptimizerState } from '../../../../src/training/engines/engine';
import { OnnxRuntimeEngine } from '../../../../src/training/engines/onnxruntime';
import { TensorFlowEngine } from '../../../../src/training/engines/tensorflow/engine';
import { loadTensorFlow, type TensorFlow } from '../../../../src/training/engines/tensorflow/load';
import { assertTrainsAsPyTorch, everyReference, type PyTorchReference, references } from '../../model/pytorchReference';
import { needsTensorFlow, requireTensorFlow } from './realTensorFlow';

let loaded: TensorFlow | undefined;
/** It stays in a process for good, so it is loaded when a test first needs it. */
function tensorFlow(): TensorFlow {
  return (loaded ??= loadTensorFlow(requireTensorFlow(), 1));
}

function beginning(parameters: Float32Array): OptimizerState {
  const zeros = () => new Float32Array(parameters.length);
  return { parameters, firstMoment: zeros(), secondMoment: zeros(), step: 0 };
}

function engineOf({ configuration, recipe, parameters }: PyTorchReference): TensorFlowEngine {
  return new TensorFlowEngine(tensorFlow(), configuration, recipe, beginning(parameters()));
}

for (const [name, reference] of everyReference) {
  const { configuration, batch, learningRate } = reference;

  test(
    `three updates of the ${name} model lead where PyTorch's AdamW leads, with the same losses on the way`,
    needsTensorFlow,
    () => assertTrainsAsPyTorch(engineOf(reference), reference),
  );

  test(`gradients of the ${name} model are those of PyTorch`, needsTensorFlow, async () => {
    const engine = engineOf(reference);
    await engine.step(batch, learningRate);
    // After the first step AdamW's first moment is a tenth of the gradient.
    const { firstMoment } = await engine.state();
    for (const { name, offset, length } of parameterLayout(configuration).tensors) {
      const [ours, theirs] = [firstMoment, reference.gradients].map((vector) =>
        vector.subarray(offset, offset + length),
      );
      let [error, size] = [0, 0];
      theirs?.forEach((value, index) => {
        error += (10 * (ours?.[index] ?? NaN) - value) ** 2;
        size += value ** 2;
      });
      assert.ok(Math.sqrt(error / size) < 1e-5, `${name} differs by ${Math.sqrt(error / size)} of its size`);
    }
  });

  test(`the ${name} model leaves no tensor behind, however many steps and evaluations`, needsTensorFlow, async () => {
    const engine = engineOf(reference);
    await engine.step(batch, learningRate);
    const before = tensorFlow().memory().numTensors;
    for (let step = 0; step < 20; step++) {
      await engine.step(batch, learningRate);
      await engine.evaluate(batch);
      await engine.state();
    }
    assert.equal(tensorFlow().memory().numTensors, before);
  });
}

const reference = references.notebook;
const { batch, recipe, learningRate } = reference;

test('its losses are those of ONNX Runtime, iteration by iteration', needsTensorFlow, async () => {
  const { configuration, recipe, batch, parameters } = references.notebook;
  const ours = engineOf(references.notebook);
  const theirs = await OnnxRuntimeEngine.create(configuration, recipe, beginning(parameters()), 1);
  const random = new Random(1);
  const ids = () => batch.tokens.map(() => BigInt(random.integer(configuration.vocab_size)));
  for (let step = 1; step <= 20; step++) {
    const next = { tokens: ids(), targets: ids() };
    const [one, other] = [await ours.step(next, 1e-3), await theirs.step(next, 1e-3)];
    assert.ok(Math.abs(one - other) < 1e-4, `iteration ${step}: ${one} and ${other}`);
  }
});

test('an evaluation gives the loss, and changes nothing', needsTensorFlow, async () => {
  const engine = engineOf(reference);
  const loss = await engine.evaluate(batch);
  assert.ok(Math.abs(loss - (reference.losses[0] ?? NaN)) < 1e-5);
  assert.deepEqual((await engine.state()).parameters, reference.parameters());
  assert.equal((await engine.state()).step, 0);
});

test('it goes on from a state as if it had never stopped', needsTensorFlow, async () => {
  const [whole, first] = [engineOf(reference), engineOf(reference)];
  for (let step = 0; step < 3; step++) await whole.step(batch, learningRate);
  await first.step(batch, learningRate);
  const second = new TensorFlowEngine(tensorFlow(), reference.configuration, recipe, await first.state());
  for (let step = 1; step < 3; step++) await second.step(batch, learningRate);
  assert.deepEqual(await second.state(), await whole.state());
});

test('a batch that memory has no room for names the trouble and the other engine', needsTensorFlow, async () => {
  const { numTensors } = tensorFlow().memory();
  const configuration = { ...reference.configuration, vocab_size: 1_000_000 };
  const engine = new TensorFlowEngine(
    tensorFlow(),
    configuration,
    recipe,
    beginning(new Float32Array(parameterLayout(configuration).length)),
  );
  const tokens = new BigInt64Array(reference.configuration.context_length * 100_000);
  await assert.rejects(engine.evaluate({ tokens, targets: tokens }), (error) => {
    assert.ok(error instanceof EngineError);
    assert.match(
      error.message,
      /^TensorFlow ran out of memory \(.*OOM.*\)\. The engine “onnxruntime” can go on in its place\.$/,
    );
    assert.deepEqual(error.remedies, ['useOnnxRuntime']);
    return true;
  });
  assert.ok(tensorFlow().memory().numTensors < numTensors + 10);
});
