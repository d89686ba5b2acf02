import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainCrash, explainLoadError } from '../../../../src/training/engines/tensorflow/breakage';

test('what a package throws when it is loaded becomes a clause that names the part', () => {
  const explained: readonly (readonly [message: string, clause: string])[] = [
    [
      "The Node.js native addon module (tfjs_binding.node) can not be found at path: /tmp/lib/napi-v8/tfjs_binding.node. \nPlease run command 'npm rebuild @tensorflow/tfjs-node --build-addon-from-source'",
      'its native addon (tfjs_binding.node) is missing',
    ],
    [
      'libtensorflow.so.2: cannot open shared object file: No such file or directory',
      'its library libtensorflow.so.2 is missing',
    ],
    [
      "/lib64/libm.so.6: version `GLIBC_2.27' not found (required by /home/me/deps/lib/libtensorflow.so.2)",
      'it needs a newer Linux than this one (GLIBC_2.27 is missing)',
    ],
    [
      String.raw`The specified module could not be found. \\?\C:\server\node_modules\@tensorflow\tfjs-node\lib\napi-v8\tfjs_binding.node`,
      'its library tensorflow.dll is missing, or the Microsoft Visual C++ Redistributable that it needs',
    ],
    [
      "Cannot find module '@tensorflow/tfjs'\nRequire stack:\n- /tmp/index.js",
      'a part of it is missing (@tensorflow/tfjs)',
    ],
    ['/tmp/deps/lib/libtensorflow.so.2: file too short', 'its library is incomplete'],
    ['Something new\nwith details', 'it says "Something new"'],
  ];
  for (const [message, clause] of explained) assert.equal(explainLoadError(message), clause);
});

test('a processor without the instructions that TensorFlow needs is told from its crash', () => {
  const clause = 'the processor lacks instructions that it needs (AVX)';
  assert.equal(explainCrash({ code: null, signal: 'SIGILL', lastWords: '' }), clause);
  assert.equal(explainCrash({ code: 0xc000001d, signal: null, lastWords: '' }), clause, 'on Windows');
  assert.equal(
    explainCrash({
      code: null,
      signal: 'SIGABRT',
      lastWords:
        "2018-01-17 08:21:49.120154: F tensorflow/core/platform/cpu_feature_guard.cc:35] The TensorFlow library was compiled to use AVX2 instructions, but these aren't available on your machine.",
    }),
    'the processor lacks instructions that it needs (AVX2)',
  );
});

test('any other crash is told by how the process ended', () => {
  assert.equal(
    explainCrash({ code: null, signal: 'SIGSEGV', lastWords: '' }),
    'the process that loaded it was ended by SIGSEGV',
  );
});
