import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../../src/errors';
import { type Machine, thisMachine } from '../../../../src/training/engines/tensorflow/installation/machine';
import { chooseSources } from '../../../../src/training/engines/tensorflow/installation/sources';

function machine(more: Partial<Machine> = {}): Machine {
  return { platform: 'linux', architecture: 'x64', musl: false, nvidia: false, ...more };
}

test('the package for GPUs is chosen where there is an NVIDIA driver, on Linux and Windows', () => {
  for (const platform of ['linux', 'win32'] as const) {
    assert.equal(chooseSources(machine({ platform, nvidia: true }), {}).package, '@tensorflow/tfjs-node-gpu');
    assert.equal(chooseSources(machine({ platform }), {}).package, '@tensorflow/tfjs-node');
  }
});

test('macOS and ARM get the package for processors, come what may', () => {
  for (const architecture of ['x64', 'arm64']) {
    const mac = machine({ platform: 'darwin', architecture, nvidia: true });
    assert.equal(chooseSources(mac, {}).package, '@tensorflow/tfjs-node');
  }
  assert.equal(chooseSources(machine({ architecture: 'arm64', nvidia: true }), {}).package, '@tensorflow/tfjs-node');
});

test('the library and the addon come from where the package itself takes them', () => {
  const gpu = chooseSources(machine({ nvidia: true }), {});
  assert.equal(
    gpu.library,
    'https://storage.googleapis.com/tensorflow/libtensorflow/libtensorflow-gpu-linux-x86_64-2.9.1.tar.gz',
  );
  assert.equal(
    gpu.addons[0],
    'https://storage.googleapis.com/tf-builds/pre-built-binary/napi-v8/4.22.0/GPU-linux-4.22.0.tar.gz',
  );
  const windows = chooseSources(machine({ platform: 'win32' }), {});
  assert.match(windows.library, /libtensorflow-cpu-windows-x86_64-2\.9\.1\.zip$/);
  assert.match(windows.addons[0] ?? '', /CPU-windows-4\.22\.0\.zip$/);
  const mac = chooseSources(machine({ platform: 'darwin', architecture: 'arm64' }), {});
  assert.equal(mac.library, 'https://storage.googleapis.com/tf-builds/libtensorflow_r2_7_darwin_arm64_cpu.tar.gz');
});

test('where the addon for GPUs was never uploaded, the other one serves', () => {
  const { addons } = chooseSources(machine({ platform: 'win32', nvidia: true }), {});
  assert.deepEqual(
    addons.map((address) => address.split('/').at(-1)),
    ['GPU-windows-4.22.0.zip', 'CPU-windows-4.22.0.zip'],
  );
});

test('a mirror is taken for the library and the addon, with or without a slash at its end', () => {
  for (const mirror of ['https://mirror.example/google', 'https://mirror.example/google/']) {
    const { library, addons } = chooseSources(machine(), { TFJS_NODE_CDN_STORAGE: mirror });
    for (const address of [library, ...addons])
      assert.ok(address.startsWith('https://mirror.example/google/t'), address);
  }
  const byNpm = chooseSources(machine(), { npm_config_TFJS_NODE_CDN_STORAGE: 'https://mirror.example/' });
  assert.ok(byNpm.library.startsWith('https://mirror.example/'));
});

test('library and addon can each have a mirror of their own', () => {
  const environment = {
    TFJS_NODE_BASE_URI: 'https://mirror.example/libtensorflow-',
    npm_config_tfjs_binding_binary_host_mirror: 'https://addons.example',
  };
  const { library, addons } = chooseSources(machine(), environment);
  assert.equal(library, 'https://mirror.example/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz');
  assert.deepEqual(addons, ['https://addons.example/napi-v8/4.22.0/CPU-linux-4.22.0.tar.gz']);
});

test('the library for GPUs is the larger one, and takes more on the disk than to download', () => {
  const [gpu, cpu] = [chooseSources(machine({ nvidia: true }), {}), chooseSources(machine(), {})];
  assert.ok(gpu.downloadSize > cpu.downloadSize);
  for (const { downloadSize, diskSize } of [gpu, cpu]) assert.ok(diskSize > downloadSize);
});

test('a machine for which there is no TensorFlow is told so, with what to do instead', () => {
  const without = [
    machine({ musl: true }),
    machine({ platform: 'win32', architecture: 'arm64' }),
    machine({ architecture: 'arm' }),
    machine({ platform: 'freebsd' }),
  ];
  for (const each of without) {
    assert.throws(
      () => chooseSources(each, {}),
      (error) => error instanceof UserError && /no TensorFlow for .*engine onnxruntime/.test(error.message),
    );
  }
});

test('the machine that runs the tests is described', () => {
  const { platform, architecture, musl } = thisMachine();
  assert.deepEqual([platform, architecture], [process.platform, process.arch]);
  assert.equal(musl, false);
});
