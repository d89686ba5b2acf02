import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Vocabulary } from '../../src/corpus/vocabulary';
import { writeModelFolder } from '../../src/model/folder';
import { Random } from '../../src/random';
import { DEFAULT_PRESET } from '../../src/training/presets';
import { initialState, workloadOf } from './workload';

const PRINTABLE_ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
export const CHARACTERS: readonly string[] = ['\n', ...PRINTABLE_ASCII];

/** A model folder of the default preset for a while, with initial parameters: how fast it is does not depend on what it knows. */
export class DefaultModel {
  private constructor(private readonly parent: string) {}

  static async write(): Promise<DefaultModel> {
    const model = new DefaultModel(mkdtempSync(path.join(os.tmpdir(), 'mygpt-model-')));
    const { configuration } = workloadOf(DEFAULT_PRESET);
    const { parameters } = initialState(configuration, new Random(1));
    await writeModelFolder(model.folder, configuration, new Vocabulary(CHARACTERS), parameters, {});
    return model;
  }

  get folder(): string {
    return path.join(this.parent, 'model');
  }

  remove(): void {
    rmSync(this.parent, { recursive: true, force: true });
  }
}
