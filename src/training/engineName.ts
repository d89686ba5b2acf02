import type { EngineName, TrainingStarted } from './types';

const NAMES: Readonly<Record<EngineName, string>> = { onnxruntime: 'ONNX Runtime', tensorflow: 'TensorFlow.js' };

/** "ONNX Runtime because TensorFlow.js is not installed", "TensorFlow.js on NVIDIA GeForce RTX 3080". */
export function engineText({ engine, engineReason }: Pick<TrainingStarted, 'engine' | 'engineReason'>): string {
  return `${NAMES[engine]} ${engineReason}`;
}
