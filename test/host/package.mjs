// @ts-check
// Packages the extension: `npm run package [TARGET …]`, by default for linux-x64.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUpDependencies } from './dependencies.mjs';
import { packageFile, ROOT } from './paths.mjs';
import { main, run, say, SetupError } from './terminal.mjs';

/** The library files of ONNX Runtime, by the target's platform and processor; one folder holds what one target needs. */
const LIBRARIES = 'node_modules/onnxruntime-node/bin/napi-v6';

/** Of the Mac's library, onnxruntime-node carries two copies; the module loads the one with the short name. */
const MAC_LIBRARY = '{onnxruntime_binding.node,libonnxruntime.?.dylib}';

/**
 * Builds the extension small, without source maps, and packages it with the native library of one target only.
 * @param {string} target As VS Code names it: linux-x64, darwin-arm64 …
 * @returns {Promise<string>} The .vsix file.
 */
export async function packageExtension(target = 'linux-x64') {
  const [platform = '', processor = ''] = target.split('-');
  const libraries = `${LIBRARIES}/${platform}/${processor}`;
  if (!existsSync(path.join(ROOT, libraries))) throw new SetupError(`${target} is not one of ${targets().join(', ')}.`);

  await run(process.execPath, ['esbuild.mjs', '--minify'], { quiet: true });
  const allowed = readFileSync(path.join(ROOT, '.vscodeignore'), 'utf8');
  const ignoreFile = path.join(ROOT, 'dist', `${target}.vscodeignore`);
  writeFileSync(ignoreFile, `${allowed}!${libraries}/${platform === 'darwin' ? MAC_LIBRARY : '*'}\n`);

  const file = packageFile(target);
  const vsce = ['package', '--target', target, '--ignoreFile', ignoreFile, '--out', file];
  // The repository has no public address, so README.md's relative links stay as they are.
  const options = ['--allow-missing-repository', '--no-rewrite-relative-links'];
  await run(process.execPath, ['node_modules/@vscode/vsce/vsce', ...vsce, ...options], { quiet: true });
  say(`Packaged ${path.relative(ROOT, file)} (${(statSync(file).size / 1e6).toFixed(1)} MB).`);
  return file;
}

function targets() {
  const folders = (/** @type {string} */ folder) => readdirSync(path.join(ROOT, LIBRARIES, folder));
  return folders('.').flatMap((platform) => folders(platform).map((processor) => `${platform}-${processor}`));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    await setUpDependencies();
    const wanted = process.argv.slice(2);
    for (const target of wanted.length > 0 ? wanted : ['linux-x64']) await packageExtension(target);
  });
}
