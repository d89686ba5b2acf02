import { describeBook } from './book';
import type { Library } from './library';
import { daysLate, type Loan } from './loan';

/** A friendly letter about the books that are late; empty if none is. */
export function reportLateLoans(library: Library, today: Date): string {
  const lines = library.lateLoans(today).map((loan) => describeLateLoan(loan, today));
  if (lines.length === 0) return '';
  return ['These books are missed by their shelf:', ...lines].join('\n');
}

function describeLateLoan(loan: Loan, today: Date): string {
  const days = daysLate(loan, today);
  const since = days === 1 ? 'since yesterday' : `for ${days} days`;
  return `- ${describeBook(loan.book)}, with ${loan.member.name}, late ${since}`;
}
