import assert from 'node:assert/strict';
import path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { EngineName, TrainingRequest } from '../../../../src/training/types';
import { BuiltProgram } from '../../builtProgram';
import { ObservedTraining } from '../observedTraining';
import { TextFolder } from '../textFolder';
import { needsTensorFlow, requireTensorFlow } from './realTensorFlow';

let program: BuiltProgram;
let folder: TextFolder;
before(() => (program = new BuiltProgram('src/training/child.ts')));
after(() => program.remove());
beforeEach(() => (folder = new TextFolder()));
afterEach(() => folder.remove());

function start(changes: Partial<TrainingRequest>): ObservedTraining {
  const { folder: installed } = requireTensorFlow();
  const tensorFlowFolder = path.resolve(installed, '../../..'); // of …/node_modules/@tensorflow/tfjs-node-gpu
  const request = folder.request({ tensorFlowFolder, evaluationInterval: 1_000_000, fresh: true, ...changes });
  return new ObservedTraining(program.script, request);
}

/** Trains to the end. */
async function whole(changes: Partial<TrainingRequest>): Promise<ObservedTraining> {
  const training = start(changes);
  await training.until('done');
  return training;
}

const ENGINES = ['onnxruntime', 'tensorflow'] as const;

for (const preset of ['fast', 'notebook']) {
  test(`a training of the preset ${preset} comes to the same on either engine`, needsTensorFlow, async () => {
    const losses: number[] = [];
    for (const engine of ENGINES) {
      const training = await whole({ preset, engine, steps: 200 });
      losses.push(training.ofType('done')[0]?.validationLoss ?? NaN);
    }
    const [ours = NaN, theirs = NaN] = losses;
    assert.ok(Math.abs(ours - theirs) < 0.02, `${ours} and ${theirs}`);
  });
}

for (const [first, second] of [ENGINES, ENGINES.toReversed()] as [EngineName, EngineName][]) {
  test(`what began with ${first} goes on with ${second}, as if it had never stopped`, needsTensorFlow, async () => {
    const begun = start({ engine: first, steps: 1_000_000 });
    await begun.until('step');
    begun.process.pause();
    const { step } = await begun.until('paused'); // and its checkpoint is written
    process.kill(begun.process.processId ?? NaN, 'SIGKILL');
    await begun.until('failed');

    const steps = step + 4;
    const resumed = await whole({ engine: second, steps, resume: true });
    const [started] = resumed.ofType('started');
    assert.deepEqual([started?.engine, started?.step], [second, step]);
    const uninterrupted = await whole({ engine: first, steps });
    const [ours, theirs] = [resumed, uninterrupted].map((training) => training.ofType('progress').at(-1));
    assert.equal(ours?.step, steps);
    assert.ok(Math.abs(ours.validationLoss - (theirs?.validationLoss ?? NaN)) < 1e-3);
  });
}

test('a process that its GPU takes down leaves a checkpoint, and names the other engine', needsTensorFlow, async () => {
  const training = start({ engine: 'tensorflow', steps: 1_000_000 });
  await training.until('step');
  training.process.pause();
  await training.until('paused');
  process.kill(training.process.processId ?? NaN, 'SIGABRT');
  const failed = await training.until('failed');
  assert.match(failed.message, /was ended by SIGABRT.*The engine “onnxruntime” can go on in its place\.$/);
  assert.deepEqual(failed.remedies, ['useOnnxRuntime']);
  assert.equal(failed.resumable, true);
});
