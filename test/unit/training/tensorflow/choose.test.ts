import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chooseEngine } from '../../../../src/training/engines/choose';
import { EngineError } from '../../../../src/training/engines/engineError';
import { BuiltProgram } from '../../builtProgram';
import { CopiedTensorFlow, needsTensorFlow, requireTensorFlow } from './realTensorFlow';

const NEVER = new AbortController().signal;

let program: BuiltProgram;
let probe: string;
before(() => {
  program = new BuiltProgram('src/cli.ts');
  probe = path.join(path.dirname(program.script), 'tensorflow-probe.js');
});
after(() => program.remove());

/** The folder whose `node_modules` has the package. */
function tensorFlowFolder(): string {
  return path.resolve(requireTensorFlow().folder, '../../..');
}

/** What runs where no package is to be found. */
function runElsewhere(folder: string, ...args: readonly string[]): Promise<{ code: unknown; stderr: string }> {
  const script = path.join(folder, 'mygpt.js');
  copyFileSync(program.script, script);
  const environment = { ...process.env, NODE_PATH: '' };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { env: environment }, (error, _stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stderr }),
    );
  });
}

test('ONNX Runtime is taken as it is asked for', async () => {
  const choice = await chooseEngine({ engine: 'onnxruntime' }, probe, NEVER);
  assert.deepEqual(choice, { engine: 'onnxruntime', reason: 'as chosen' });
});

test('without a GPU, auto takes ONNX Runtime and says why', needsTensorFlow, async () => {
  const choice = await chooseEngine({ engine: 'auto', tensorFlowFolder: tensorFlowFolder() }, probe, NEVER);
  assert.equal(choice.engine, 'onnxruntime');
  assert.match(choice.reason, /^because TensorFlow\.js sees no GPU: \w/);
});

test('without a GPU, TensorFlow.js is taken if asked for by name', needsTensorFlow, async () => {
  const choice = await chooseEngine({ engine: 'tensorflow', tensorFlowFolder: tensorFlowFolder() }, probe, NEVER);
  assert.equal(choice.engine, 'tensorflow');
  assert.match(choice.reason, /^on the processor, because TensorFlow\.js sees no GPU: \w/);
});

test('with a GPU, auto takes TensorFlow.js and names the GPU', needsTensorFlow, async () => {
  // There is no GPU to test on: this stands for the probing process, and says what it says where there is one.
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mygpt-choice-'));
  const script = path.join(folder, 'probe.js');
  const log =
    'I tensorflow/core/common_runtime/gpu/gpu_device.cc:1532] Created device /job:localhost/replica:0/task:0/device:GPU:0 ' +
    'with 6052 MB memory:  -> device: 0, name: NVIDIA GeForce RTX 2070, pci bus id: 0000:01:00.0, compute capability: 7.5';
  writeFileSync(
    script,
    `console.error(${JSON.stringify(log)}); process.send({ type: 'computes', usesGpu: true }, () => process.disconnect());`,
  );
  try {
    const choice = await chooseEngine({ engine: 'auto', tensorFlowFolder: tensorFlowFolder() }, script, NEVER);
    assert.deepEqual([choice.engine, choice.reason], ['tensorflow', 'on NVIDIA GeForce RTX 2070']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a broken package: auto goes on without it, by name it is a sentence', needsTensorFlow, async () => {
  const broken = new CopiedTensorFlow();
  try {
    broken.delete('lib/napi-v8/tfjs_binding.node');
    const request = { tensorFlowFolder: broken.folder };
    const choice = await chooseEngine({ engine: 'auto', ...request }, probe, NEVER);
    assert.equal(choice.engine, 'onnxruntime');
    assert.match(choice.reason, /^because TensorFlow\.js does not work here: \w.*addon/);
    await assert.rejects(chooseEngine({ engine: 'tensorflow', ...request }, probe, NEVER), (error) => {
      assert.ok(error instanceof EngineError);
      assert.match(error.message, /^TensorFlow\.js does not work here: .*\. Run “MyGPT: Install TensorFlow Engine”/);
      assert.deepEqual(error.remedies, ['installTensorFlow', 'useOnnxRuntime']);
      return true;
    });
  } finally {
    broken.remove();
  }
});

test('where it is not installed, asking for it by name is a mistake with a remedy', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mygpt-choice-'));
  try {
    writeFileSync(path.join(folder, 'text.txt'), 'To be, or not to be');
    const out = path.join(folder, 'model');
    const { code, stderr } = await runElsewhere(folder, 'train', folder, '--out', out, '--engine', 'tensorflow');
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^mygpt: TensorFlow\.js is not installed\. Run “MyGPT: Install TensorFlow Engine” .*npm install/,
    );
    assert.equal(stderr.trim().split('\n').length, 1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
