import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** What the tests in one window came to; written to the file that the environment variable MYGPT_TEST_RESULTS names. */
export interface WindowResults {
  readonly tests: readonly TestResult[];
  /** Figures that tests measured. */
  readonly notes: readonly string[];
}

export interface TestResult {
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly milliseconds: number;
  /** Why it failed. */
  readonly error?: string;
}

const notes: string[] = [];

/** Keeps a figure that a test measured, to be shown with the results. */
export function note(text: string): void {
  notes.push(text);
}

/** Runs mocha inside the extension host. `load` loads the test files, which call `describe` and `it`. */
export async function runMocha(load: () => Promise<void>): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000 });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await load();

  const tests: TestResult[] = [];
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => {
      resolve();
    });
    runner.on('pass', (test) => tests.push(resultOf(test, 'passed')));
    runner.on('pending', (test) => tests.push(resultOf(test, 'skipped')));
    runner.on('fail', (test, error: Error) =>
      tests.push({ ...resultOf(test, 'failed'), error: error.stack ?? error.message }),
    );
  });

  const file = process.env['MYGPT_TEST_RESULTS'];
  if (file === undefined) throw new Error('MYGPT_TEST_RESULTS does not name a file');
  const results: WindowResults = { tests, notes };
  writeFileSync(file, JSON.stringify(results));
}

function resultOf(test: Mocha.Runnable | Mocha.Test, outcome: TestResult['outcome']): TestResult {
  return { title: test.fullTitle(), outcome, milliseconds: test.duration ?? 0 };
}
