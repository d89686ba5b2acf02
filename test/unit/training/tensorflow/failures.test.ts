import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../../src/errors';
import { explainFailure, explainWords } from '../../../../src/training/engines/tensorflow/installation/failures';

test('what npm and tar say of disk and network becomes a sentence with a remedy', () => {
  const said: readonly (readonly [words: string, sentence: RegExp])[] = [
    ['npm error code ENOSPC\nnpm error nospc There appears to be insufficient space', /^The disk is full\. Free/],
    [
      'tar: lib/libtensorflow.so.2: Wrote only 2048 of 10240 bytes: No space left on device',
      /^The disk is full\. Free/,
    ],
    ['tar: big: Wrote only 512 of 10240 bytes\ntar: Exiting with failure status', /^The disk is full\. Free/],
    ['npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device, write', /^The disk is full\. Free/],
    ['npm error code ENOTFOUND\nnpm error network request failed', /^There is no connection to npm's registry\. Check/],
    ['npm error code ECONNREFUSED', /^There is no connection to npm's registry\. Check/],
    ['npm error code ECONNRESET', /^The download from npm's registry broke off\. Check/],
    ['npm error code E407\nnpm error 407 Proxy Authentication Required', /^The proxy refused the connection to npm's/],
    ['npm error code SELF_SIGNED_CERT_IN_CHAIN', /^The certificate of npm's registry is not trusted\. Name/],
    ['npm error code EACCES\nnpm error syscall mkdir', /cannot be written\. Close/],
  ];
  for (const [words, sentence] of said) {
    const error = explainWords(words, "npm's registry");
    assert.ok(error instanceof UserError);
    assert.match(error.message, sentence);
  }
});

test('an error that nobody foresaw stays as it is', () => {
  const error = new Error('Something new');
  assert.equal(explainFailure(error, 'anywhere'), error);
  assert.equal(explainWords('npm error code E500', 'anywhere'), undefined);
});
