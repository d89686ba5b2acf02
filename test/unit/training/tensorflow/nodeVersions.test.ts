import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { nodeProgram } from '../../../host/nodes.mjs';
import { BuiltProgram } from '../../builtProgram';
import { needsTensorFlow } from './realTensorFlow';

const program = new BuiltProgram('test/unit/training/tensorflow/gradientProgram.ts');
after(() => program.remove());

const NODES = [
  { version: process.version, node: process.execPath },
  { version: 'v22', node: nodeProgram(22) },
  { version: 'v24', node: nodeProgram(24) }, // VS Code's own
];

for (const { version, node } of NODES) {
  const skip = existsSync(node) ? needsTensorFlow.skip : `Node.js ${version} is not installed`;

  test(`TensorFlow.js computes and differentiates on Node.js ${version}`, { skip }, async () => {
    const { stdout } = await promisify(execFile)(node, [program.script]);
    const { node: ran, ...results } = JSON.parse(stdout) as { node: string };
    assert.equal(ran.slice(0, version.length), version);
    assert.deepEqual(results, { value: 2, gradient: [-8, -12], joined: [0, 0.75, 0.25] });
  });
}
