import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addStatistics,
  isStatistics,
  localDate,
  savedToday,
  type Statistics,
  statisticsOf,
} from '../../../src/completion/statistics';

const MONDAY = new Date(2026, 10, 23, 23, 59, 59);
const TUESDAY = new Date(2026, 10, 24, 0, 0, 1);

const sum = (...statistics: readonly Statistics[]) => statistics.reduce(addStatistics);

test('a day is that of the clock of this place', () => {
  assert.equal(localDate(new Date(2026, 0, 2, 0, 0)), '2026-01-02');
  assert.equal(localDate(new Date(2026, 0, 2, 23, 59)), '2026-01-02');
});

test('today is what was saved since midnight, and in all is everything', () => {
  const both = sum(
    statisticsOf('latex', { saved: 5 }, MONDAY),
    statisticsOf('latex', { saved: 2 }, TUESDAY),
    statisticsOf('latex', { saved: 1 }, TUESDAY),
  );
  assert.equal(savedToday(both, TUESDAY), 3);
  assert.equal(savedToday(both, MONDAY), 0);
  assert.equal(both.saved, 8);
  assert.equal(both.since, '2026-11-23');
});

test('on a day on which nothing was counted, nothing was saved', () => {
  assert.equal(savedToday(statisticsOf('latex', { saved: 5 }, MONDAY), TUESDAY), 0);
});

test('the order of the windows that count does not matter', () => {
  const parts = [
    statisticsOf('latex', { suggested: 1 }, TUESDAY),
    statisticsOf('latex', { accepted: 1, saved: 7 }, TUESDAY),
    statisticsOf('latex', { suggested: 1, saved: 2 }, MONDAY),
  ];
  assert.deepEqual(sum(...parts), sum(...parts.toReversed()));
});

test('suggestions are counted by language', () => {
  const { languages } = sum(
    statisticsOf('latex', { suggested: 1 }, MONDAY),
    statisticsOf('python', { suggested: 1 }, MONDAY),
    statisticsOf('latex', { accepted: 1, saved: 4 }, MONDAY),
  );
  assert.deepEqual(languages, [
    { language: 'latex', suggested: 1, accepted: 1 },
    { language: 'python', suggested: 1, accepted: 0 },
  ]);
});

test('what is kept holds numbers, days and language identifiers, and is known again', () => {
  const statistics = statisticsOf('latex', { suggested: 2, accepted: 1, saved: 4 }, MONDAY);
  assert.ok(isStatistics(JSON.parse(JSON.stringify(statistics))));
  for (const other of [undefined, {}, { ...statistics, saved: '4' }, { ...statistics, languages: [{}] }]) {
    assert.equal(isStatistics(other), false);
  }
});
