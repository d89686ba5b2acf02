// Builds everything that runs into dist/: the extension, the command line, the child processes (for Node), and the
// scripts of the webviews (for the browser). `--watch` rebuilds on change, `--minify` is what gets packaged.
import { rm } from 'node:fs/promises';
import * as esbuild from 'esbuild';

const watch = process.argv.includes('--watch');
const minify = process.argv.includes('--minify');

/** @type {esbuild.BuildOptions} */
const common = { bundle: true, minify, sourcemap: minify ? false : 'linked', logLevel: 'warning', outdir: 'dist' };

/** @type {esbuild.BuildOptions} */
const node = {
  ...common,
  entryPoints: {
    extension: 'src/extension.ts',
    cli: 'src/cli.ts',
    'training-process': 'src/training/child.ts',
    'inference-process': 'src/inference/child.ts',
    'tensorflow-probe': 'src/training/engines/tensorflow/probeChild.ts',
    'training-worker': 'src/training/engines/parallel/worker.ts',
    'provider-probe': 'src/training/engines/providers/probeChild.ts',
  },
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode', 'onnxruntime-node', 'onnxruntime-web', '@tensorflow/*'],
};

/** @type {esbuild.BuildOptions} */
const webviews = {
  ...common,
  entryPoints: {
    'media/training': 'media/training/main.ts',
    'media/generator': 'media/generator/main.ts',
  },
  platform: 'browser',
  target: 'chrome120',
  format: 'iife',
};

await rm('dist', { recursive: true, force: true });
for (const options of [node, webviews]) {
  if (watch) await (await esbuild.context(options)).watch();
  else await esbuild.build(options);
}
console.log(watch ? 'Watching for changes …' : 'Built dist/');
