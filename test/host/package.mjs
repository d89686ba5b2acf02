// @ts-check
// Packages the extension: `npm run package [TARGET …]`, by default for every target.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUpDependencies } from './dependencies.mjs';
import { packageFile, ROOT } from './paths.mjs';
import { main, run, say, SetupError } from './terminal.mjs';

/** The library files of ONNX Runtime, by the target's platform and processor; one folder holds what one target needs. */
const LIBRARIES = 'node_modules/onnxruntime-node/bin/napi-v6';

/** Of the Mac's library, onnxruntime-node carries two copies; the module loads the one with the short name. */
const MAC_LIBRARY = '{onnxruntime_binding.node,libonnxruntime.?.dylib}';

/** What onnxruntime-node needs beside its library. */
const NATIVE = [
  'node_modules/onnxruntime-node/package.json',
  'node_modules/onnxruntime-node/dist/*.js',
  'node_modules/onnxruntime-common/dist/cjs/package.json',
  'node_modules/onnxruntime-common/dist/cjs/*.js',
];

/** Targets that onnxruntime-node has no library for: Macs with an Intel processor, and Linux with musl instead of glibc. */
const TARGETS_WITHOUT_LIBRARY = ['darwin-x64', 'alpine-x64', 'alpine-arm64'];

/** What they have instead: ONNX Runtime in WebAssembly. */
const WEB_ASSEMBLY = [
  'node_modules/onnxruntime-web/package.json',
  'node_modules/onnxruntime-web/dist/ort.node.min.mjs',
  'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.{mjs,wasm}',
  'node_modules/onnxruntime-common/dist/esm/package.json',
  'node_modules/onnxruntime-common/dist/esm/*.js',
];

/**
 * Builds the extension small, without source maps, and packages it: once for each target, with its own runtime only.
 * @param {readonly string[]} targets As VS Code names them: linux-x64, darwin-arm64 …
 */
export async function packageExtension(targets = ['linux-x64']) {
  const unknown = targets.find((target) => !possibleTargets().includes(target));
  if (unknown !== undefined) throw new SetupError(`${unknown} is not one of ${possibleTargets().join(', ')}.`);

  await run(process.execPath, ['esbuild.mjs', '--minify'], { quiet: true });
  for (const target of targets) await packageFor(target);
}

async function packageFor(/** @type {string} */ target) {
  const ignoreFile = path.join(ROOT, 'dist', `${target}.vscodeignore`);
  const allowed = readFileSync(path.join(ROOT, '.vscodeignore'), 'utf8');
  writeFileSync(
    ignoreFile,
    `${allowed}${runtimeOf(target)
      .map((glob) => `!${glob}\n`)
      .join('')}`,
  );

  const file = packageFile(target);
  const vsce = ['package', '--target', target, '--ignoreFile', ignoreFile, '--out', file];
  // The repository has no public address, so README.md's relative links stay as they are.
  const options = ['--allow-missing-repository', '--no-rewrite-relative-links'];
  await run(process.execPath, ['node_modules/@vscode/vsce/vsce', ...vsce, ...options], { quiet: true });
  rmSync(ignoreFile);
  say(`Packaged ${path.relative(ROOT, file)} (${(statSync(file).size / 1e6).toFixed(1)} MB).`);
}

/** @returns {readonly string[]} Globs. */
function runtimeOf(/** @type {string} */ target) {
  if (TARGETS_WITHOUT_LIBRARY.includes(target)) return WEB_ASSEMBLY;
  const [platform, processor] = target.split('-');
  return [...NATIVE, `${LIBRARIES}/${platform}/${processor}/${platform === 'darwin' ? MAC_LIBRARY : '*'}`];
}

function possibleTargets() {
  const folders = (/** @type {string} */ folder) => readdirSync(path.join(ROOT, LIBRARIES, folder));
  const native = folders('.').flatMap((platform) => folders(platform).map((processor) => `${platform}-${processor}`));
  return [...native, ...TARGETS_WITHOUT_LIBRARY];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    await setUpDependencies();
    const targets = process.argv.slice(2);
    await packageExtension(targets.length > 0 ? targets : possibleTargets());
  });
}
