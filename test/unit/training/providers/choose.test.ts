import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { CancelledError } from '../../../../src/errors';
import { loadRuntime } from '../../../../src/model/runtime';
import { OnnxRuntimeEngine } from '../../../../src/training/engines/onnxruntime';
import { chooseProvider } from '../../../../src/training/engines/providers/choose';
import {
  type ProviderProbe,
  type ProviderProbeOptions,
  probeProvider,
} from '../../../../src/training/engines/providers/probe';
import type { ExecutionProvider } from '../../../../src/training/types';
import { BuiltProgram } from '../../builtProgram';
import { references } from '../../model/pytorchReference';

const program = new BuiltProgram('src/training/engines/providers/probeChild.ts');
const folder = mkdtempSync(path.join(os.tmpdir(), 'mygpt-providers-'));
after(() => {
  program.remove();
  rmSync(folder, { recursive: true });
});

/** The processor, by ONNX Runtime's name for it: the one provider that every machine has. */
const PROCESSOR = 'cpu' as ExecutionProvider;

const EVERYTHING = { code: 'native', providers: ['cpu', 'cuda', 'dml', 'webgpu', 'coreml'] } as const;

function probe(provider: ExecutionProvider, script = program.script, options?: ProviderProbeOptions) {
  const { configuration, batch, parameters } = references.notebook;
  const request = { provider, configuration, batchSize: batch.size, batch, parameters: parameters(), threads: 1 };
  return probeProvider(script, request, options);
}

/** A program in the place of the probing process, for what no driver can be asked to do. */
function standIn(name: string, source: string): string {
  const script = path.join(folder, `${name}.js`);
  writeFileSync(script, source);
  return script;
}

/** Providers that are as fast as said, or else cannot be used. */
function asFastAs(speeds: Partial<Record<ExecutionProvider, number>>) {
  return (provider: ExecutionProvider): Promise<ProviderProbe> => {
    const speed = speeds[provider];
    return Promise.resolve(
      speed === undefined ? { state: 'unusable', reason: 'finds no GPU' } : { state: 'usable', speed },
    );
  };
}

test('the processor, tried as a provider, agrees with itself, and is about as fast', async () => {
  const found = await probe(PROCESSOR);
  assert.equal(found.state, 'usable');
  assert.ok(found.speed > 0.1 && found.speed < 10, String(found.speed));
});

test('a provider whose library is not installed is passed over with its reason', async () => {
  const chosen = await chooseProvider('cuda', { code: 'native', providers: ['cpu', 'cuda'] }, (each) => probe(each));
  assert.deepEqual(chosen, { provider: undefined, reason: 'on the processor, because CUDA is not installed' });
});

test('what ONNX Runtime offers here is used, or passed over with a reason for each', async () => {
  const { provider, reason } = await chooseProvider('auto', await loadRuntime(), (each) => probe(each));
  assert.match(reason ?? '', provider ? /^with \w+, [\d.]+ times as fast/ : /^on the processor, because \w/);
});

test('a provider that crashes is passed over', async () => {
  const found = await probe('webgpu', standIn('crash', "process.kill(process.pid, 'SIGSEGV');"));
  assert.deepEqual(found, {
    state: 'unusable',
    reason: 'does not work here (its process was ended by SIGSEGV)',
  });
});

test('a provider that does not come back is passed over', async () => {
  const found = await probe('webgpu', standIn('hang', 'for (;;);'), { timeoutMilliseconds: 1_000 });
  assert.deepEqual(found, { state: 'unusable', reason: 'took longer than 1 s' });
});

test('a provider that computes something else is passed over', async () => {
  const script = standIn('differs', "process.send({ type: 'differs' });");
  assert.deepEqual(await probe('webgpu', script), {
    state: 'unusable',
    reason: 'computes other numbers than the processor',
  });
});

test('trying a provider can be cancelled', async () => {
  await assert.rejects(probe(PROCESSOR, program.script, { signal: AbortSignal.abort() }), CancelledError);
});

test('auto takes the first provider that is faster than the processor', async () => {
  const chosen = await chooseProvider('auto', EVERYTHING, asFastAs({ dml: 0.4, webgpu: 3.14, coreml: 9 }));
  assert.deepEqual(chosen, { provider: 'webgpu', reason: 'with WebGPU, 3.1 times as fast as the processor' });
});

test('where none is faster, auto stays on the processor and says why of each', async () => {
  const offered = { code: 'native', providers: ['cpu', 'cuda', 'webgpu'] } as const;
  assert.deepEqual(await chooseProvider('auto', offered, asFastAs({ webgpu: 1.1 })), {
    provider: undefined,
    reason: 'on the processor, because CUDA finds no GPU and WebGPU is not faster',
  });
});

test('a provider asked for by name is taken though it is slower, unless it is not there', async () => {
  const chosen = await chooseProvider('dml', EVERYTHING, asFastAs({ dml: 0.4 }));
  assert.deepEqual(chosen, { provider: 'dml', reason: 'with DirectML, 0.4 times as fast as the processor' });
  const elsewhere = await chooseProvider('coreml', { code: 'native', providers: ['cpu'] }, asFastAs({ coreml: 2 }));
  assert.deepEqual(elsewhere, {
    provider: undefined,
    reason: 'on the processor, because CoreML is not part of ONNX Runtime for this machine',
  });
});

test('the processor asked for by name needs no reason, and WebAssembly has no choice', async () => {
  const nothing = () => assert.fail('a provider was tried');
  assert.deepEqual(await chooseProvider('cpu', EVERYTHING, nothing), { provider: undefined, reason: undefined });
  const wasm = await chooseProvider('auto', { code: 'wasm', providers: [] }, nothing);
  assert.deepEqual(wasm, {
    provider: undefined,
    reason: 'in WebAssembly, as there is no native code for this machine',
  });
});

test('a training whose provider fails goes on on the processor, from the same parameters', async () => {
  const { configuration, batch, recipe, learningRate, losses, ...reference } = references.notebook;
  const parameters = reference.parameters();
  const zeros = () => new Float32Array(parameters.length);
  const failures: number[] = [];
  const engine = await OnnxRuntimeEngine.create(
    configuration,
    recipe,
    { parameters, firstMoment: zeros(), secondMoment: zeros(), step: 0 },
    1,
    { provider: PROCESSOR, onProviderFailure: (_error, step) => failures.push(step) },
  );
  await engine.step(batch, learningRate);
  // No kernel can look up this token, so that the session fails, and the one in its place as well.
  const impossible = { ...batch, tokens: batch.tokens.map(() => 1_000_000n) };
  await assert.rejects(engine.step(impossible, learningRate));
  await assert.rejects(engine.step(impossible, learningRate));
  assert.deepEqual(failures, [1]);
  const loss = await engine.step(batch, learningRate);
  assert.ok(Math.abs(loss - (losses[1] ?? NaN)) < 1e-5, `loss ${loss}`);
});
