import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Trial } from './studyPlan';
import type { Losses } from './studyTraining';

/** A trial that was made, and what came of it. */
export interface Outcome extends Trial, Losses {
  readonly steps: number;
}

export interface Results {
  /** Milliseconds of an iteration of each shape of variant, on one thread of a quiet machine. */
  readonly speeds: Readonly<Record<string, number>>;
  readonly outcomes: readonly Outcome[];
}

const FILE = path.join(__dirname, 'study.json');

export function readResults(): Results {
  if (!existsSync(FILE)) return { speeds: {}, outcomes: [] };
  return JSON.parse(readFileSync(FILE, 'utf8')) as Results;
}

export function addOutcome(outcome: Outcome): void {
  const results = readResults();
  write({ ...results, outcomes: [...results.outcomes, outcome] });
}

export function addSpeeds(speeds: Results['speeds']): void {
  const results = readResults();
  write({ ...results, speeds: { ...results.speeds, ...speeds } });
}

/** What tells a trial from the others. */
export function keyOf({ variant, text, characters, length, seed }: Trial): string {
  return JSON.stringify([variant, text, characters, length, seed]);
}

/** A line for each outcome, so that a difference in the repository is readable. */
function write({ speeds, outcomes }: Results): void {
  const lines = outcomes.map((outcome) => `    ${JSON.stringify(outcome)}`).join(',\n');
  const speedLines = Object.entries(speeds).map(([shape, time]) => `    ${JSON.stringify(shape)}: ${time}`);
  writeFileSync(FILE, `{\n  "speeds": {\n${speedLines.join(',\n')}\n  },\n  "outcomes": [\n${lines}\n  ]\n}\n`);
}
