import { printTable } from './table';

/** A figure that has a goal. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly goal: string;
  readonly reached: boolean;
  /** What measures it again. */
  readonly command: string;
}

/** Prints what was measured beside what it should be. */
export function printSummary(figures: readonly Figure[]): void {
  if (figures.length === 0) return;
  console.log('Goals:');
  printTable(
    ['', 'measured', 'goal', '', 'command'],
    figures.map(({ what, measured, goal, reached, command }) => [
      what,
      measured,
      goal,
      reached ? 'reached' : 'MISSED',
      command,
    ]),
  );
}

/** A figure that should be at least so many times as large as something else. */
export function atLeast(what: string, ratio: number, goal: number, command: string): Figure {
  return { what, measured: `${ratio.toFixed(2)}×`, goal: `≥ ${goal}×`, reached: ratio >= goal, command };
}
