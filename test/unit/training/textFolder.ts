import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DEFAULT_CORPUS_OPTIONS } from '../../../src/corpus/types';
import type { TrainingRequest } from '../../../src/training/types';

/** A temporary place with a folder of text and room for a model. */
export class TextFolder {
  readonly root = mkdtempSync(path.join(os.tmpdir(), 'mygpt-training-'));
  readonly modelFolder = path.join(this.root, 'model');

  /** @param text what the folder's one file holds; by default some Shakespeare */
  constructor(text = someShakespeare(20_000)) {
    writeFileSync(path.join(this.root, 'text.txt'), text);
  }

  /** A request that trains for seconds, not minutes: the notebook's network on a short context. */
  request(changes: Partial<TrainingRequest> = {}): TrainingRequest {
    return {
      corpus: { ...DEFAULT_CORPUS_OPTIONS, folders: [{ path: this.root, exclude: ['model*'] }] },
      modelFolder: this.modelFolder,
      preset: 'notebook',
      engine: 'onnxruntime',
      seed: 1,
      steps: 8,
      contextLength: 8,
      evaluationInterval: 4,
      threads: 1,
      resume: false,
      ...changes,
    };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export function someShakespeare(length: number): string {
  const file = path.join(__dirname, '../../fixtures/tinyshakespeare.txt');
  return readFileSync(file, 'utf8').slice(0, length);
}
