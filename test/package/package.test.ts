import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';
import { packageFile } from '../host/paths.mjs';
import { listZip } from './zip';
import manifest from '../../package.json';

/** All that a person needs to have installed, and nothing that only the developers do. */
const ALLOWED = [
  /^package\.json$/,
  /^(readme|changelog)\.md$/,
  /^(LICENSE|THIRD-PARTY-NOTICES)\.txt$/,
  /^dist\/[\w-]+\.js$/,
  /^dist\/media\/[\w-]+\.(js|css|svg|ttf|woff2?)$/,
  /^media\/icon\.png$/,
  /^models\//,
  /^node_modules\/onnxruntime-common\/package\.json$/,
];

/** One target with native code, and one without; all others are packaged as one of them is. */
const TARGETS = [
  {
    target: 'linux-x64',
    megabytesAllowed: 30,
    allowed: [
      /^node_modules\/onnxruntime-node\/(package\.json|dist\/\w+\.js)$/,
      /^node_modules\/onnxruntime-common\/dist\/cjs\/([\w-]+\.js|package\.json)$/,
    ],
    runtime: [
      'onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1',
      'onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node',
    ],
  },
  {
    target: 'darwin-x64',
    megabytesAllowed: 15,
    allowed: [
      /^node_modules\/onnxruntime-web\/package\.json$/,
      /^node_modules\/onnxruntime-common\/dist\/esm\/([\w-]+\.js|package\.json)$/,
    ],
    runtime: [
      'onnxruntime-web/dist/ort-wasm-simd-threaded.mjs',
      'onnxruntime-web/dist/ort-wasm-simd-threaded.wasm',
      'onnxruntime-web/dist/ort.node.min.mjs',
    ],
  },
] as const;

for (const { target, megabytesAllowed, allowed, runtime } of TARGETS) {
  const vsix = packageFile(target);
  const files = listZip(vsix)
    .filter((name) => name.startsWith('extension/'))
    .map((name) => name.slice('extension/'.length));
  const modules = runtime.map((name) => `node_modules/${name}`);

  test(`the package for ${target} is at most ${megabytesAllowed} MB`, () => {
    const megabytes = statSync(vsix).size / 1e6;
    assert.ok(megabytes <= megabytesAllowed, `${megabytes.toFixed(1)} MB`);
  });

  test(`the package for ${target} holds no sources, tests, source maps, development tools or runtimes of other machines`, () => {
    const patterns = [...ALLOWED, ...allowed];
    const strangers = files.filter((name) => !patterns.some((pattern) => pattern.test(name)));
    assert.deepEqual(strangers.sort(), modules);
  });

  test(`the package for ${target} holds every program, script and picture that the manifest and the extension name`, () => {
    const processes = [
      'training-process',
      'inference-process',
      'training-worker',
      'tensorflow-probe',
      'provider-probe',
    ];
    const programs = ['extension', 'cli', ...processes, 'media/training', 'media/generator'];
    const named = [manifest.main.replace('./', ''), ...Object.values(manifest.bin)];
    const texts = ['readme.md', 'changelog.md', 'LICENSE.txt', 'THIRD-PARTY-NOTICES.txt'];
    const expected = [...named, ...programs.map((name) => `dist/${name}.js`), ...texts];
    const missing = expected.filter((name) => !files.includes(name));
    assert.deepEqual(missing, []);
  });
}
