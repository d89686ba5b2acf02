import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';
import { packageFile } from '../host/paths.mjs';
import { listZip } from './zip';
import manifest from '../../package.json';

const MEGABYTES_ALLOWED = 30;

/** All that a person needs to have installed, and nothing that only the developers do. */
const ALLOWED = [
  /^package\.json$/,
  /^(readme|changelog)\.md$/,
  /^(LICENSE|THIRD-PARTY-NOTICES)\.txt$/,
  /^dist\/[\w-]+\.js$/,
  /^dist\/media\/[\w-]+\.(js|css|svg|ttf|woff2?)$/,
  /^media\/icon\.png$/,
  /^models\//,
  /^node_modules\/onnxruntime-(node|common)\/package\.json$/,
  /^node_modules\/onnxruntime-node\/dist\/\w+\.js$/,
  /^node_modules\/onnxruntime-common\/dist\/cjs\/([\w-]+\.js|package\.json)$/,
  /^node_modules\/onnxruntime-node\/bin\/napi-v\d+\/linux\/x64\/(onnxruntime_binding\.node|libonnxruntime\.so\.1)$/,
];

const vsix = packageFile('linux-x64');
const files = listZip(vsix)
  .filter((name) => name.startsWith('extension/'))
  .map((name) => name.slice('extension/'.length));

test(`the package is at most ${MEGABYTES_ALLOWED} MB`, () => {
  const megabytes = statSync(vsix).size / 1e6;
  assert.ok(megabytes <= MEGABYTES_ALLOWED, `${megabytes.toFixed(1)} MB`);
});

test('the package holds no sources, tests, source maps, development tools or libraries of other machines', () => {
  const strangers = files.filter((name) => !ALLOWED.some((pattern) => pattern.test(name)));
  assert.deepEqual(strangers, []);
});

test('the package holds every program, script and picture that the manifest and the extension name', () => {
  const processes = ['training-process', 'inference-process', 'tensorflow-probe'];
  const programs = ['extension', 'cli', ...processes, 'media/training', 'media/generator'];
  const named = [manifest.main.replace('./', ''), ...Object.values(manifest.bin)];
  const texts = ['readme.md', 'changelog.md', 'LICENSE.txt', 'THIRD-PARTY-NOTICES.txt'];
  const expected = [...named, ...programs.map((name) => `dist/${name}.js`), ...texts];
  const missing = expected.filter((name) => !files.includes(name));
  assert.deepEqual(missing, []);
});

test('the package carries the native library of its own target', () => {
  const libraries = files.filter((name) => name.includes('/napi-v')).map((name) => name.split('/').slice(-3).join('/'));
  assert.deepEqual(libraries.sort(), ['linux/x64/libonnxruntime.so.1', 'linux/x64/onnxruntime_binding.node']);
});
