import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseSources } from '../../../src/training/engines/tensorflow/installation/sources';
import { askForInstallation, describePhase, describeReady } from '../../../src/views/tensorFlowText';

const linux = { platform: 'linux', architecture: 'x64', musl: false } as const;

test('before a download one reads what it is for, from where, how much, and where to', () => {
  const { detail } = askForInstallation(chooseSources({ ...linux, nvidia: true }, {}), '/home/me/tensorflow');
  assert.match(detail, /NVIDIA GPU of this computer, if CUDA 11\.2 and cuDNN 8\.1 are installed/);
  assert.match(detail, /About 0\.6 GB are downloaded from npm's registry and storage\.googleapis\.com\./);
  assert.match(detail, /It takes about 1\.5 GB in \/home\/me\/tensorflow\./);
});

test('without an NVIDIA GPU one reads that it would gain nothing', () => {
  const { detail } = askForInstallation(chooseSources({ ...linux, nvidia: false }, {}), '/home/me/tensorflow');
  assert.match(detail, /no NVIDIA GPU .* it would train on the processor, as MyGPT does without it/);
});

test('a download shows how far it is, where that is known', () => {
  assert.equal(describePhase('library', 0.429), 'Downloading its library (42 %)');
  assert.equal(describePhase('addon'), 'Downloading its addon');
});

test('what is installed is said with its GPU, or with why there is none', () => {
  const none = undefined;
  assert.equal(
    describeReady({ state: 'ready', gpu: { name: 'NVIDIA GeForce RTX 3080' }, noGpuReason: none }),
    'TensorFlow is installed and trains on the GPU (NVIDIA GeForce RTX 3080).',
  );
  assert.equal(
    describeReady({ state: 'ready', gpu: { name: none }, noGpuReason: none }),
    'TensorFlow is installed and trains on the GPU.',
  );
  assert.match(
    describeReady({ state: 'ready', gpu: none, noGpuReason: 'the NVIDIA driver sees no GPU (CUDA_ERROR_NO_DEVICE)' }),
    /computes on the processor: the NVIDIA driver sees no GPU \(CUDA_ERROR_NO_DEVICE\)\. MyGPT trains with it only if/,
  );
});
