import { CUDA_VERSION, CUDNN_VERSION } from '../training/engines/tensorflow/log';
import type { TensorFlowReady } from '../training/engines/tensorflow/probe';
import type { InstallationPhase } from '../training/engines/tensorflow/installation/installation';
import type { TensorFlowSources } from '../training/engines/tensorflow/installation/sources';
import { formatProgress } from '../format';

/** What a person is asked before anything is downloaded. */
export interface InstallationQuestion {
  readonly message: string;
  readonly detail: string;
}

export function askForInstallation(sources: TensorFlowSources, folder: string): InstallationQuestion {
  const forGpu = sources.package.endsWith('-gpu');
  return {
    message: 'Install TensorFlow, to train with it?',
    detail: [
      forGpu
        ? `It trains on the NVIDIA GPU of this computer, if CUDA ${CUDA_VERSION} and cuDNN ${CUDNN_VERSION} are installed; otherwise on the processor, as MyGPT does without it.`
        : 'This computer has no NVIDIA GPU that TensorFlow.js can use: it would train on the processor, as MyGPT does without it.',
      `About ${formatGigabytes(sources.downloadSize)} are downloaded from npm's registry and ${new URL(sources.library).host}.`,
      `It takes about ${formatGigabytes(sources.diskSize)} in ${folder}.`,
    ].join('\n\n'),
  };
}

/** 552,000,000 → "0.6 GB". */
function formatGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** What an installation is doing; `fraction` of a download. */
export function describePhase(phase: InstallationPhase, fraction?: number): string {
  const downloaded = fraction === undefined ? '' : ` (${formatProgress(fraction)})`;
  switch (phase) {
    case 'library':
      return `Downloading its library${downloaded}`;
    case 'unpacking':
      return 'Unpacking what was downloaded';
    case 'packages':
      return 'Fetching its packages with npm';
    case 'addon':
      return `Downloading its addon${downloaded}`;
    case 'compiling':
      return 'Compiling its addon, which takes some minutes';
    case 'checking':
      return 'Trying it';
  }
}

/** What a TensorFlow that works computes on. */
export function describeReady({ gpu, noGpuReason }: TensorFlowReady): string {
  if (gpu) return `TensorFlow is installed and trains on the GPU${gpu.name === undefined ? '' : ` (${gpu.name})`}.`;
  const reason = noGpuReason === undefined ? '' : `: ${noGpuReason}`;
  return `TensorFlow is installed, but computes on the processor${reason}. MyGPT trains with it only if the setting mygpt.training.engine says so.`;
}
