import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Trial } from './studyPlan';
import type { Losses } from './studyTraining';

/** A trial that was made, and what came of it. */
export interface Outcome extends Trial, Losses {
  readonly steps: number;
}

/** Milliseconds of an iteration of each shape of variant, on one thread of a quiet machine. */
export type Speeds = Readonly<Record<string, number>>;

export interface Results {
  readonly speeds: Speeds;
  readonly outcomes: readonly Outcome[];
}

/** An outcome a line. */
const OUTCOMES = path.join(__dirname, 'study.jsonl');
const SPEEDS = path.join(__dirname, 'studySpeeds.json');

export function readResults(): Results {
  const lines = existsSync(OUTCOMES) ? readFileSync(OUTCOMES, 'utf8').split('\n') : [];
  return {
    speeds: existsSync(SPEEDS) ? (JSON.parse(readFileSync(SPEEDS, 'utf8')) as Speeds) : {},
    outcomes: lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Outcome),
  };
}

export function addOutcome(outcome: Outcome): void {
  appendFileSync(OUTCOMES, `${JSON.stringify(outcome)}\n`);
}

export function addSpeeds(speeds: Speeds): void {
  writeFileSync(SPEEDS, `${JSON.stringify({ ...readResults().speeds, ...speeds }, undefined, 2)}\n`);
}

/** What tells a trial from the others. */
export function keyOf({ variant, text, characters, length, seed }: Trial): string {
  return JSON.stringify([variant, text, characters, length, seed]);
}
