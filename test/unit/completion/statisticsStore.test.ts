import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../host/until';
import { StatisticsStore } from '../../../src/completion/statisticsStore';

/** Keeps values as VS Code's `globalState` does. */
class Values {
  readonly values = new Map<string, unknown>();
  writes = 0;

  get(key: string): unknown {
    return this.values.get(key);
  }

  async update(key: string, value: unknown): Promise<void> {
    this.writes++;
    this.values.set(key, value);
    await Promise.resolve();
  }
}

function open(values: Values, onChange: () => void = () => undefined): StatisticsStore {
  return new StatisticsStore(values, onChange, (error) => {
    throw error;
  });
}

test('what is counted shows at once, and is written in one go', async () => {
  const values = new Values();
  let changes = 0;
  const store = open(values, () => changes++);
  store.count('latex', { suggested: 1 });
  store.count('latex', { accepted: 1, saved: 3 });
  assert.equal(changes, 2);
  assert.equal(store.statistics?.saved, 3);
  assert.equal(values.writes, 0);
  await store.flush();
  assert.equal(values.writes, 1);
  assert.equal(open(values).statistics?.saved, 3);
});

test('it is written by itself after a while', async () => {
  const values = new Values();
  open(values).count('latex', { saved: 3 });
  await until('it is written', () => values.writes === 1);
});

test('with nothing new nothing is written', async () => {
  const values = new Values();
  const store = open(values);
  store.count('latex', { saved: 3 });
  await store.flush();
  await store.flush();
  assert.equal(values.writes, 1);
  assert.equal(store.statistics?.saved, 3);
});

test('two windows add to each other', async () => {
  const values = new Values();
  const [one, other] = [open(values), open(values)];
  one.count('latex', { saved: 3 });
  other.count('latex', { saved: 4 });
  await one.flush();
  await other.flush();
  assert.equal(one.statistics?.saved, 7);
});

test('a reset forgets what was written and what was not', async () => {
  const values = new Values();
  const store = open(values);
  store.count('latex', { saved: 3 });
  await store.flush();
  store.count('latex', { saved: 4 });
  await store.reset();
  assert.equal(store.statistics, undefined);
  await store.flush();
  assert.equal(store.statistics, undefined);
});

test('what somebody else has put there is not believed', () => {
  const values = new Values();
  assert.equal(open(values).statistics, undefined);
  values.values.set('statistics', { saved: 'many' });
  assert.equal(open(values).statistics, undefined);
});

test('what cannot be written is reported, and harms nobody', async () => {
  const failure = new Error('The disk is full.');
  const failures: unknown[] = [];
  const broken = { get: () => undefined, update: () => Promise.reject(failure) };
  const store = new StatisticsStore(
    broken,
    () => undefined,
    (error) => failures.push(error),
  );
  store.count('latex', { saved: 3 });
  await store.flush();
  assert.deepEqual(failures, [failure]);
});
