import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = path.join(__dirname, '../..');

/** One of MyGPT's programs as it ships, bundled into a folder of its own. */
export class BuiltProgram {
  private readonly folder: string;
  readonly script: string;

  /**
   * @param entry its first module, relative to the repository
   * @param banner JavaScript to run before it
   */
  constructor(entry: string, banner = '') {
    // Inside node_modules, so that it finds the ONNX runtime there.
    const cache = path.join(ROOT, 'node_modules/.cache');
    mkdirSync(cache, { recursive: true });
    this.folder = mkdtempSync(path.join(cache, 'mygpt-program-'));
    this.script = path.join(this.folder, 'program.js');
    buildSync({
      entryPoints: {
        program: path.join(ROOT, entry),
        // What trains starts these; it looks for them beside itself.
        'tensorflow-probe': path.join(ROOT, 'src/training/engines/tensorflow/probeChild.ts'),
        'training-worker': path.join(ROOT, 'src/training/engines/parallel/worker.ts'),
        'provider-probe': path.join(ROOT, 'src/training/engines/providers/probeChild.ts'),
      },
      outdir: this.folder,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      external: ['onnxruntime-node', 'onnxruntime-web', '@tensorflow/*'],
      banner: { js: banner },
      logLevel: 'warning',
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
