import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gpuName, noGpuReason } from '../../../../src/training/engines/tensorflow/log';

// Lines of TensorFlow's log as people have published them in TensorFlow's and TensorFlow.js's issue trackers.

const DRIVER_MISSING = `
2023-01-09 14:54:41.439038: W tensorflow/stream_executor/platform/default/dso_loader.cc:64] Could not load dynamic library 'libcuda.so.1'; dlerror: libcuda.so.1: cannot open shared object file: No such file or directory
2023-01-09 14:54:41.439076: W tensorflow/stream_executor/cuda/cuda_driver.cc:263] failed call to cuInit: UNKNOWN ERROR (303)`;

const CUDA_RUNTIME_MISSING = `
2024-08-24 15:40:49.275109: I tensorflow/core/util/util.cc:169] oneDNN custom operations are on. You may see slightly different numerical results due to floating-point round-off errors from different computation orders. To turn them off, set the environment variable \`TF_ENABLE_ONEDNN_OPTS=0\`.
2024-08-24 15:40:49.279326: W tensorflow/stream_executor/platform/default/dso_loader.cc:64] Could not load dynamic library 'libcudart.so.11.0'; dlerror: libcudart.so.11.0: cannot open shared object file: No such file or directory
2024-08-24 15:40:49.279356: I tensorflow/stream_executor/cuda/cudart_stub.cc:29] Ignore above cudart dlerror if you do not have a GPU set up on your machine.`;

const CUDNN_MISSING = `
2024-05-06 00:05:33.711121: I tensorflow/stream_executor/cuda/cuda_gpu_executor.cc:975] successful NUMA node read from SysFS had negative value (-1), but there must be at least one NUMA node, so returning NUMA node zero
2024-05-06 00:05:33.767399: W tensorflow/stream_executor/platform/default/dso_loader.cc:64] Could not load dynamic library 'libcudnn.so.8'; dlerror: libcudnn.so.8: cannot open shared object file: No such file or directory`;

const TENSORRT_MISSING = `
2020-03-18 08:16:50.221103: W tensorflow/stream_executor/platform/default/dso_loader.cc:55] Could not load dynamic library 'libnvinfer.so.6'; dlerror: libnvinfer.so.6: cannot open shared object file: No such file or directory; LD_LIBRARY_PATH: /usr/local/cuda/lib64:/.singularity.d/libs`;

const WINDOWS_CUDA_MISSING = `
2022-08-11 14:21:29.345331: W tensorflow/stream_executor/platform/default/dso_loader.cc:64] Could not load dynamic library 'cudart64_110.dll'; dlerror: cudart64_110.dll not found
2022-08-11 14:21:29.345439: I tensorflow/stream_executor/cuda/cudart_stub.cc:29] Ignore above cudart dlerror if you do not have a GPU set up on your machine.`;

const NO_DEVICE = `
2022-10-11 06:15:44.446179: E tensorflow/stream_executor/cuda/cuda_driver.cc:271] failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected
2022-10-11 06:15:44.446216: I tensorflow/stream_executor/cuda/cuda_diagnostics.cc:156] kernel driver does not appear to be running on this host (ip-172-31-27-33): /proc/driver/nvidia/version does not exist`;

const MISMATCH = `
2021-10-16 14:56:09.420644: E tensorflow/stream_executor/cuda/cuda_driver.cc:271] failed call to cuInit: CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE: forward compatibility was attempted on non supported HW
2021-10-16 14:56:09.420758: I tensorflow/stream_executor/cuda/cuda_diagnostics.cc:200] libcuda reported version is: 470.57.2
2021-10-16 14:56:09.420791: E tensorflow/stream_executor/cuda/cuda_diagnostics.cc:313] kernel version 460.91.3 does not match DSO version 470.57.2 -- cannot find working devices in this configuration`;

const DRIVER_FAILS = `
2019-09-18 17:49:33.494037: E tensorflow/stream_executor/cuda/cuda_driver.cc:318] failed call to cuInit: CUDA_ERROR_UNKNOWN: unknown error`;

const TOO_OLD = `
I tensorflow/core/common_runtime/gpu/gpu_device.cc:1717] Ignoring visible gpu device (device: 0, name: GeForce GTX TITAN X, pci bus id: 0000:02:00.0, compute capability: 5.2) with Cuda compute capability 5.2. The minimum required Cuda capability is 6.0.`;

const CREATED = `
2024-01-14 10:50:28.016832: I tensorflow/core/common_runtime/gpu/gpu_device.cc:1115] Created TensorFlow device (/job:localhost/replica:0/task:0/device:GPU:0 with 15293 MB memory) -> physical GPU (device: 0, name: Quadro P5000, pci bus id: 0000:03:00.0, compute capability: 6.1)
2024-01-14 10:50:28.033847: I tensorflow/core/common_runtime/gpu/gpu_device.cc:1115] Created TensorFlow device (/job:localhost/replica:0/task:0/device:GPU:1 with 22064 MB memory) -> physical GPU (device: 1, name: NVIDIA GeForce RTX 3090, pci bus id: 0000:02:00.0, compute capability: 8.6)`;

// The wording since TensorFlow 2.5.
const CREATED_LATER =
  '2022-06-01 12:00:00.000000: I tensorflow/core/common_runtime/gpu/gpu_device.cc:1532] Created device /job:localhost/replica:0/task:0/device:GPU:0 with 6000 MB memory:  -> device: 0, name: NVIDIA GeForce RTX 3080, pci bus id: 0000:01:00.0, compute capability: 8.6';

test('the GPU is called by the name in the log, the first if there are more', () => {
  assert.equal(gpuName(CREATED), 'Quadro P5000');
  assert.equal(gpuName(CREATED_LATER), 'NVIDIA GeForce RTX 3080');
});

test('a GPU that was found but not taken is not the one that computes', () => {
  assert.equal(gpuName(TOO_OLD), undefined);
  assert.equal(
    noGpuReason(TOO_OLD),
    'GeForce GTX TITAN X is too old for this TensorFlow, which needs CUDA capability 6.0',
  );
});

test('what of CUDA and of cuDNN is missing is said with the versions to install', () => {
  assert.equal(noGpuReason(CUDA_RUNTIME_MISSING), 'CUDA 11.2 is not installed, or not found (libcudart.so.11.0)');
  assert.equal(noGpuReason(WINDOWS_CUDA_MISSING), 'CUDA 11.2 is not installed, or not found (cudart64_110.dll)');
  assert.equal(noGpuReason(CUDNN_MISSING), 'cuDNN 8.1 is not installed, or not found (libcudnn.so.8)');
  assert.equal(
    noGpuReason(CUDA_RUNTIME_MISSING + CUDNN_MISSING + CUDA_RUNTIME_MISSING),
    'CUDA 11.2 is not installed, or not found (libcudart.so.11.0), and cuDNN 8.1 is not installed, or not found (libcudnn.so.8)',
  );
});

test('TensorRT is not needed, so it is no reason', () => {
  assert.equal(noGpuReason(TENSORRT_MISSING), undefined);
});

test('a missing driver comes before missing libraries, which nobody needs without it', () => {
  assert.equal(
    noGpuReason(CUDA_RUNTIME_MISSING + DRIVER_MISSING),
    'there is no NVIDIA driver (libcuda.so.1 was not found)',
  );
});

test('a driver that sees no GPU, or does not start, is the reason', () => {
  assert.equal(noGpuReason(CUDA_RUNTIME_MISSING + NO_DEVICE), 'the NVIDIA driver sees no GPU (CUDA_ERROR_NO_DEVICE)');
  assert.equal(noGpuReason(DRIVER_FAILS), 'the NVIDIA driver does not start (error CUDA_ERROR_UNKNOWN)');
});

test('a driver that was updated but not restarted is the reason', () => {
  assert.equal(
    noGpuReason(MISMATCH),
    "the NVIDIA driver's parts differ in version (460.91.3 and 470.57.2; after an update, restart the computer)",
  );
});

test('a log without a word about GPUs gives no reason', () => {
  assert.equal(noGpuReason('I tensorflow/core/util/util.cc:169] oneDNN custom operations are on.'), undefined);
});
