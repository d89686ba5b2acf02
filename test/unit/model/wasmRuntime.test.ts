import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import type { TrainingEvent } from '../../../src/training/types';
import { BuiltProgram } from '../builtProgram';
import { TextFolder } from '../training/textFolder';

const ROOT = path.join(__dirname, '../../..');
const SHAKESPEARE = path.join(ROOT, 'models/shakespeare');

const native = new BuiltProgram('src/cli.ts');
const text = new TextFolder();
const elsewhere = mkdtempSync(path.join(os.tmpdir(), 'mygpt-wasm-'));
after(() => {
  native.remove();
  text.remove();
  rmSync(elsewhere, { recursive: true });
});

/** The same program in a folder that has WebAssembly's packages only, as in the package for a Mac with an Intel processor. */
function withoutNativeCode(name: string): { readonly script: string; readonly modules: string } {
  const folder = path.join(elsewhere, name);
  const modules = path.join(folder, 'node_modules');
  cpSync(path.dirname(native.script), folder, { recursive: true });
  mkdirSync(modules);
  for (const each of ['onnxruntime-web', 'onnxruntime-common']) {
    symlinkSync(path.join(ROOT, 'node_modules', each), path.join(modules, each));
  }
  return { script: path.join(folder, path.basename(native.script)), modules };
}

const wasm = withoutNativeCode('intel-mac');

interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `mygpt`, which must succeed, and end by itself. */
function run({ script }: { readonly script: string }, ...args: readonly string[]): Promise<Outcome> {
  const env = { ...process.env, NODE_PATH: '' };
  return promisify(execFile)(process.execPath, [script, ...args], { env, timeout: 120_000 });
}

async function train(program: { readonly script: string }, name: string): Promise<readonly TrainingEvent[]> {
  const size = ['--context', '16', '--steps', '20', '--evaluate-every', '20', '--threads', '2'];
  const out = path.join(elsewhere, `model-${name}`); // not beside the text: it would be read as such
  const { stdout, stderr } = await run(
    program,
    'train',
    text.root,
    '--out',
    out,
    '--json',
    '--provider',
    'cpu',
    ...size,
  );
  const engine = /engine (ONNX Runtime .*)/.exec(stderr)?.[1] ?? stderr;
  assert.equal(engine.includes('WebAssembly'), program === wasm, engine);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TrainingEvent);
}

test('twenty iterations in WebAssembly lead where native code leads', async () => {
  const evaluation = (events: readonly TrainingEvent[]) => {
    const found = events.find((event) => event.type === 'progress');
    return found ?? assert.fail('there was no evaluation');
  };
  const [ours, theirs] = [evaluation(await train(wasm, 'wasm')), evaluation(await train(native, 'native'))];
  assert.ok(Math.abs(ours.trainingLoss - theirs.trainingLoss) < 1e-4);
  assert.ok(Math.abs(ours.validationLoss - theirs.validationLoss) < 1e-4);
  assert.ok(theirs.validationLoss < 3.9, 'nothing was learnt'); // a blind guess among the characters is 4.1
});

test('WebAssembly predicts and completes as native code does', async () => {
  interface Prediction {
    readonly character: string;
    readonly probability: number;
  }
  const predictions = async (program: { readonly script: string }) => {
    const args = ['predict', '--model', SHAKESPEARE, '--prompt', 'multipl', '--top', '20', '--json'];
    return JSON.parse((await run(program, ...args)).stdout) as readonly Prediction[];
  };
  const [ours, theirs] = [await predictions(wasm), await predictions(native)];
  assert.equal(theirs.length, 20);
  for (const [index, { character, probability }] of theirs.entries()) {
    assert.equal(ours[index]?.character, character);
    assert.ok(Math.abs(ours[index].probability - probability) < 1e-5);
  }
  // Longer than the context, so that the cache is filled, left behind and filled again.
  const args = ['generate', '--model', SHAKESPEARE, '--prompt', 'ROMEO:', '--length', '150', '--greedy'];
  assert.equal((await run(wasm, ...args)).stdout, (await run(native, ...args)).stdout);
});

test('native code that does not load, as on Linux with musl, gives way to WebAssembly', async () => {
  const musl = withoutNativeCode('musl');
  const runtime = path.join(musl.modules, 'onnxruntime-node');
  cpSync(path.join(ROOT, 'node_modules/onnxruntime-node/dist'), path.join(runtime, 'dist'), { recursive: true });
  cpSync(path.join(ROOT, 'node_modules/onnxruntime-node/package.json'), path.join(runtime, 'package.json'));
  const library = path.join(runtime, 'bin/napi-v6', process.platform, process.arch, 'onnxruntime_binding.node');
  mkdirSync(path.dirname(library), { recursive: true });
  writeFileSync(library, 'This is no library.');
  const { stdout } = await run(musl, 'predict', '--model', SHAKESPEARE, '--prompt', 'multipl', '--top', '1');
  assert.match(stdout, /74 %\s+e/);
});

test('where there is neither, the mistake says what does not load', async () => {
  const neither = withoutNativeCode('neither');
  rmSync(neither.modules, { recursive: true });
  await assert.rejects(run(neither, 'predict', '--model', SHAKESPEARE, '--prompt', 'multipl'), (error: Outcome) => {
    assert.match(error.stderr, /cannot compute on this machine .* because the ONNX runtime does not load/);
    return true;
  });
});
