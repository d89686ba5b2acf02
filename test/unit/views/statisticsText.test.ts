import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptanceRate, sortedLanguages, statisticsFacts } from '../../../src/views/training/statisticsText';
import { STATISTICS } from './statuses';

const SAME_DAY = new Date(2026, 10, 25, 12);
const NEXT_DAY = new Date(2026, 10, 26, 12);

test('it says what was saved today and in all, and how much was accepted', () => {
  assert.deepEqual(statisticsFacts(STATISTICS, SAME_DAY), [
    ['Today', '1 character'],
    ['Since 22 Nov 2026', '12,345 characters'],
    ['Suggestions accepted', '310 of 1,010 (30 %)'],
  ]);
  assert.deepEqual(statisticsFacts(STATISTICS, NEXT_DAY)[0], ['Today', '0 characters']);
});

test('the language with most suggestions comes first', () => {
  assert.deepEqual(
    sortedLanguages(STATISTICS).map(({ language }) => language),
    ['typescript', 'latex'],
  );
});

test('there is no rate of nothing, and none above the whole', () => {
  assert.equal(acceptanceRate({ suggested: 0, accepted: 0 }), '–');
  assert.equal(acceptanceRate({ suggested: 1, accepted: 2 }), '100 %');
  assert.equal(acceptanceRate({ suggested: 3, accepted: 1 }), '33 %');
});
