/** What the released libraries are made with, and so what a GPU needs. */
export const CUDA_VERSION = '11.2';
export const CUDNN_VERSION = '8.1';

/** The name of the first GPU that TensorFlow took, from its own log: "NVIDIA GeForce RTX 3080". */
export function gpuName(log: string): string | undefined {
  return /Created (?:TensorFlow )?device .*?\bname: ([^,\n]+), pci bus id/.exec(log)?.[1];
}

/**
 * Why TensorFlow took no GPU, from its own log, as a clause: "CUDA 11.2 is not installed, or not found
 * (libcudart.so.11.0)". Undefined if the log says nothing about GPUs, as that of a library without code for them.
 */
export function noGpuReason(log: string): string | undefined {
  const missing = missingLibraries(log);
  return driverProblem(log, missing) ?? missingSoftware(missing) ?? tooOldGpu(log);
}

/** Files that TensorFlow looked for in vain, in its order. TensorRT (nvinfer) is not needed. */
function missingLibraries(log: string): readonly string[] {
  const names = [...log.matchAll(/Could not load dynamic library '([^']+)'/g)].map(([, name]) => name ?? '');
  return [...new Set(names)].filter((name) => !name.includes('nvinfer'));
}

/** The driver comes first: without it, the rest of CUDA is not even looked for. */
function driverProblem(log: string, missing: readonly string[]): string | undefined {
  const driver = missing.find((name) => /^(?:libcuda\.|nvcuda)/.test(name));
  if (driver !== undefined) return `there is no NVIDIA driver (${driver} was not found)`;
  const [, kernel, library] = /kernel version (\S+) does not match DSO version (\S+)/.exec(log) ?? [];
  if (kernel !== undefined && library !== undefined) {
    return `the NVIDIA driver's parts differ in version (${kernel} and ${library}; after an update, restart the computer)`;
  }
  const failure = /failed call to cuInit: (\w+)(?: ERROR \((\d+)\))?/.exec(log);
  if (!failure) return undefined;
  const code = failure[2] ?? failure[1] ?? '';
  return failure[1] === 'CUDA_ERROR_NO_DEVICE'
    ? `the NVIDIA driver sees no GPU (${code})`
    : `the NVIDIA driver does not start (error ${code})`;
}

function missingSoftware(missing: readonly string[]): string | undefined {
  const isCudnn = (name: string) => name.includes('cudnn');
  const clauses = [
    notFound(
      `CUDA ${CUDA_VERSION}`,
      missing.filter((name) => !isCudnn(name)),
    ),
    notFound(`cuDNN ${CUDNN_VERSION}`, missing.filter(isCudnn)),
  ].filter((clause) => clause !== undefined);
  return clauses.length === 0 ? undefined : clauses.join(', and ');
}

function notFound(software: string, files: readonly string[]): string | undefined {
  return files.length === 0 ? undefined : `${software} is not installed, or not found (${files.join(', ')})`;
}

function tooOldGpu(log: string): string | undefined {
  const [, name, needed] =
    /Ignoring visible gpu device \(.*?name: ([^,\n]+),.*?minimum required Cuda capability is (\d+(?:\.\d+)?)/is.exec(
      log,
    ) ?? [];
  if (name === undefined || needed === undefined) return undefined;
  return `${name} is too old for this TensorFlow, which needs CUDA capability ${needed}`;
}
