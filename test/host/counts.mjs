// @ts-check
// A reporter of node:test that only counts: {"passed", "failed", "skipped"}.

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @param {AsyncIterable<{ type: string, data: TestEvent }>} events */
export default async function* counts(events) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite') continue;
    counts[outcome(type, data)]++;
  }
  yield JSON.stringify(counts);
}

/**
 * @typedef {{ name: string, file?: string, skip?: unknown, todo?: unknown, details?: { type?: string } }} TestEvent
 * @returns {keyof Counts}
 */
function outcome(/** @type {string} */ type, /** @type {TestEvent} */ data) {
  if (data.skip !== undefined || data.todo !== undefined) return 'skipped';
  // A file in which no test ran is reported as if it were a test of its own.
  const isEmptyFile = data.name === data.file || data.name.endsWith('.test.ts');
  return type === 'test:pass' && !isEmptyFile ? 'passed' : 'failed';
}
