import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz, FuzzError } from '../fuzz/fuzz';
import { TARGETS } from '../fuzz/targets';

const INPUTS = 3000;

for (const target of TARGETS) {
  test(`no change of what is right makes the reader crash or hang: ${target.name}`, () => {
    const { refused } = fuzz(target, INPUTS, 1);
    assert.ok(refused < INPUTS, 'some of the inputs get as far as being read');
  });
}

test('a reader that crashes is found', () => {
  const seeds = [Buffer.from('abc')];
  const crashing = (bytes: Uint8Array) => {
    if (bytes[0] !== 0x61) throw new TypeError('x');
  };
  assert.throws(() => fuzz({ name: 'crashes', seeds, read: crashing }, 1000, 1), FuzzError);
});
