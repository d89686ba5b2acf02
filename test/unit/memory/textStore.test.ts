import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BYTES_PER_UNIT, TextStore } from '../../../src/memory/textStore';

function filled(units: number): TextStore {
  const store = new TextStore(1 << 20);
  assert.ok(store.reserve(units));
  store.addText('x'.repeat(units), 0, units);
  return store;
}

test('where room was made for a text, there is some for what is typed next', () => {
  const store = filled(100_000);
  const { units } = store;
  assert.ok(store.reserve(1000));
  assert.equal(store.units, units, 'nothing had to be copied');
});

test('room is no more than a sixteenth beyond the text once it is trimmed, and never more than the maximum', () => {
  const empty = new TextStore(1 << 20).bytes;
  const store = filled(100_000);
  for (const step of store.growing(10_000, 1)) step();
  assert.ok(!store.reserve(1 << 20));
  for (const step of store.trimming()) step();
  assert.ok(store.bytes - empty <= (1 + 1 / 16) * 100_000 * BYTES_PER_UNIT + BYTES_PER_UNIT, String(store.bytes));
  assert.ok(store.reserve((1 << 20) - store.length));
});

test('text may come between the steps in which room is made and given back', () => {
  const store = filled(100_000);
  const room = () => Math.min(store.units.length, ...store.chains.map(({ previous }) => previous.length));
  for (const steps of [store.growing(50_000, 1 / 2), store.growing(90_000, 0), store.trimming(), store.trimming()]) {
    for (const step of steps) {
      step();
      assert.ok(store.reserve(30_000));
      store.addText('y'.repeat(30_000), 0, 30_000);
      assert.ok(room() >= store.length, `${room()} for ${store.length}`);
    }
  }
});
