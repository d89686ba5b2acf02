import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrayOf, isBoolean, isNumber, isString, objectOf, oneOf, optional, unionOf } from '../../src/guards';
import { isReady } from '../../src/views/ready';

test('numbers are finite numbers', () => {
  assert.ok(isNumber(0) && isNumber(-1.5));
  for (const value of [NaN, Infinity, null, '1', undefined]) assert.equal(isNumber(value), false);
});

test('an object has every property of its shape, and may have more', () => {
  const isPoint = objectOf<{ x: number; name: string }>({ x: isNumber, name: isString });
  assert.ok(isPoint({ x: 1, name: 'a', more: true }));
  for (const value of [{ x: 1 }, { x: '1', name: 'a' }, null, undefined, 7, 'x', []])
    assert.equal(isPoint(value), false);
});

test('an inherited property is none', () => {
  const isNamed = objectOf<{ toString: string }>({ toString: isString });
  assert.equal(isNamed(Object.create({ toString: 'a' })), false);
});

test('an optional property may be missing but not wrong', () => {
  const guard = objectOf<{ on?: boolean }>({ on: optional(isBoolean) });
  assert.ok(guard({}) && guard({ on: true }));
  assert.equal(guard({ on: 1 }), false);
  assert.equal(guard({ on: null }), false);
});

test('every item of an array is checked', () => {
  const guard = arrayOf(oneOf('a', 'b'));
  assert.ok(guard([]) && guard(['a', 'b', 'a']));
  assert.equal(guard(['a', 'c']), false);
  assert.equal(guard({ length: 0 }), false);
});

test('a message is checked by the guard of its type', () => {
  type Message = { type: 'add'; n: number } | { type: 'clear' };
  const guard = unionOf<Message>({
    add: objectOf({ type: oneOf('add'), n: isNumber }),
    clear: objectOf({ type: oneOf('clear') }),
  });
  assert.ok(guard({ type: 'add', n: 1 }) && guard({ type: 'clear' }));
  for (const value of [{ type: 'add' }, { type: 'toString' }, { type: 1 }, { n: 1 }, null, 'clear']) {
    assert.equal(guard(value), false);
  }
});

test('only ready is ready', () => {
  assert.ok(isReady({ type: 'ready' }));
  assert.equal(isReady({ type: 'action' }), false);
});
