import type { Book } from './book';
import type { Member } from './member';

/** A book in the hands of a member. */
export interface Loan {
  readonly book: Book;
  readonly member: Member;
  readonly from: Date;
  readonly until: Date;
}

const DAY_IN_MILLISECONDS = 24 * 60 * 60 * 1000;
const LOAN_IN_DAYS = 28;

/** A loan that begins on a day and ends four weeks later. */
export function createLoan(book: Book, member: Member, from: Date): Loan {
  return { book, member, from, until: addDays(from, LOAN_IN_DAYS) };
}

/** The same loan, with more time to read. */
export function renewLoan(loan: Loan, today: Date): Loan {
  return { ...loan, until: addDays(today, LOAN_IN_DAYS) };
}

/** How many days a loan is late; zero if it is not. */
export function daysLate(loan: Loan, today: Date): number {
  const milliseconds = today.getTime() - loan.until.getTime();
  return Math.max(0, Math.floor(milliseconds / DAY_IN_MILLISECONDS));
}

function addDays(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY_IN_MILLISECONDS);
}
