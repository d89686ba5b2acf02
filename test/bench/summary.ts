import { printTable, times } from './table';

/** What is told again at the end. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  /** Undefined if it is only reported. */
  readonly goal?: { readonly inWords: string; readonly reached: boolean };
  /** What measures it again. */
  readonly command: string;
}

/** Prints what was measured beside what it should be. */
export function printSummary(figures: readonly Figure[]): void {
  if (figures.length === 0) return;
  console.log('Summary:');
  printTable(
    ['', 'measured', 'goal', '', 'command'],
    figures.map(({ what, measured, goal, command }) => [what, measured, goal?.inWords, verdict(goal), command]),
  );
}

function verdict(goal: Figure['goal']): string | undefined {
  if (!goal) return undefined;
  return goal.reached ? 'reached' : 'MISSED';
}

/** A figure that should be at least so many times as large as something else. */
export function atLeast(what: string, ratio: number, goal: number, command: string): Figure {
  return { what, measured: times(ratio), goal: { inWords: `≥ ${times(goal)}`, reached: ratio >= goal }, command };
}
