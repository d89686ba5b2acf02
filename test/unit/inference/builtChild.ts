import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = path.join(__dirname, '../../..');

/** The inference process as it ships, built into a folder of its own, except that it notes its process id. */
export class BuiltChild {
  private readonly folder: string;
  readonly script: string;

  constructor() {
    // Inside node_modules, so that it finds the ONNX runtime there.
    const cache = path.join(ROOT, 'node_modules/.cache');
    mkdirSync(cache, { recursive: true });
    this.folder = mkdtempSync(path.join(cache, 'mygpt-inference-'));
    this.script = path.join(this.folder, 'inference-process.js');
    buildSync({
      entryPoints: [path.join(ROOT, 'src/inference/child.ts')],
      outfile: this.script,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      external: ['onnxruntime-node'],
      banner: { js: "require('node:fs').writeFileSync(__filename + '.pid', String(process.pid));" },
      logLevel: 'warning',
    });
  }

  /** Of the process that was started last. */
  get processId(): number {
    return Number(readFileSync(`${this.script}.pid`, 'utf8'));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
