import { readFileSync } from 'node:fs';
import { BuiltProgram } from '../builtProgram';

/** The inference process as it ships, except that it notes its process id. */
export class BuiltChild extends BuiltProgram {
  constructor() {
    super('src/inference/child.ts', "require('node:fs').writeFileSync(__filename + '.pid', String(process.pid));");
  }

  /** Of the process that was started last. */
  get processId(): number {
    return Number(readFileSync(`${this.script}.pid`, 'utf8'));
  }
}
