import assert from 'node:assert/strict';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { CancelledError } from '../../../../src/errors';
import { type ProbeOptions, probeTensorFlow } from '../../../../src/training/engines/tensorflow/probe';
import { BuiltProgram } from '../../builtProgram';
import { CopiedTensorFlow, needsTensorFlow, requireTensorFlow } from './realTensorFlow';

const program = new BuiltProgram('src/training/engines/tensorflow/probeChild.ts');
after(() => program.remove());

/** Probes a copy of the real package that was damaged before. */
async function probeDamaged(damage: (copy: CopiedTensorFlow) => void, options?: ProbeOptions) {
  const copy = new CopiedTensorFlow();
  try {
    damage(copy);
    return await probeTensorFlow(program.script, copy.package, options);
  } finally {
    copy.remove();
  }
}

/** Replaces the package's first module. */
function main(source: string): (copy: CopiedTensorFlow) => void {
  return (copy) => writeFileSync(path.join(copy.package.folder, 'dist/index.js'), source);
}

const ADDON = 'lib/napi-v8/tfjs_binding.node';

test('the real library computes, and says whether on a GPU or why not', needsTensorFlow, async () => {
  const probe = await probeTensorFlow(program.script, requireTensorFlow());
  assert.equal(probe.state, 'ready');
  assert.equal(probe.gpu === undefined, probe.noGpuReason !== undefined);
});

test('a copy of it computes as well', needsTensorFlow, async () => {
  assert.equal((await probeDamaged(() => undefined)).state, 'ready');
});

test('a package without its addon is broken', needsTensorFlow, async () => {
  const probe = await probeDamaged((copy) => copy.delete(ADDON));
  assert.deepEqual(probe, { state: 'broken', reason: 'its native addon (tfjs_binding.node) is missing' });
});

test('a package without its library is broken, and the library is named', needsTensorFlow, async () => {
  const probe = await probeDamaged((copy) => copy.delete('deps'));
  assert.equal(probe.state, 'broken');
  assert.match(probe.reason, /^its library libtensorflow\S* is missing$/);
});

test('a package whose addon was cut short is broken', needsTensorFlow, async () => {
  const probe = await probeDamaged((copy) => truncateSync(path.join(copy.package.folder, ADDON), 100));
  assert.deepEqual(probe, { state: 'broken', reason: 'its library is incomplete' });
});

test('an addon for another architecture is told from a missing one', needsTensorFlow, async () => {
  const probe = await probeDamaged((copy) => {
    const file = path.join(copy.package.folder, ADDON);
    const content = readFileSync(file);
    content[18] = process.arch === 'arm64' ? 62 : 183; // ELF's e_machine: x86-64, AArch64
    writeFileSync(file, content);
  });
  assert.deepEqual(probe, { state: 'broken', reason: 'it is made for another kind of processor' });
});

test('a crash while loading ends the probe, and nothing else', needsTensorFlow, async () => {
  const probe = await probeDamaged(main("process.kill(process.pid, 'SIGILL'); for (;;);"));
  assert.deepEqual(probe, { state: 'broken', reason: 'the processor lacks instructions that it needs (AVX)' });
});

test('a package that does not come back is given up', needsTensorFlow, async () => {
  const probe = await probeDamaged(main('for (;;);'), { timeoutMilliseconds: 1_000 });
  assert.deepEqual(probe, { state: 'broken', reason: 'it did not start within 1 s' });
});

test('a probe can be cancelled', needsTensorFlow, async () => {
  const cancelled = probeDamaged(main('for (;;);'), { signal: AbortSignal.timeout(200) });
  await assert.rejects(cancelled, CancelledError);
  const before = probeTensorFlow(program.script, requireTensorFlow(), { signal: AbortSignal.abort() });
  await assert.rejects(before, CancelledError);
});
