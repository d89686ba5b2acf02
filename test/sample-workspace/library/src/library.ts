import type { Book } from './book';
import { Catalogue } from './catalogue';
import { createLoan, daysLate, type Loan, renewLoan } from './loan';
import type { Member } from './member';

/** Lends the books of a catalogue to members. */
export class Library {
  readonly catalogue = new Catalogue();
  private readonly loans = new Map<string, Loan>();

  /** Lends a book to a member, if it is on the shelf and the member has not too many. */
  lend(bookId: string, member: Member, today: Date): Loan {
    const book = this.catalogue.find(bookId);
    if (this.loans.has(bookId)) throw new Error(`${book.title} is not on the shelf`);
    if (this.loansOf(member).length >= member.limit) throw new Error(`${member.name} has too many books`);
    const loan = createLoan(book, member, today);
    this.loans.set(bookId, loan);
    return loan;
  }

  /** Takes a book back and puts it on the shelf. Returns how many days it was late. */
  takeBack(bookId: string, today: Date): number {
    const loan = this.findLoan(bookId);
    this.loans.delete(bookId);
    return daysLate(loan, today);
  }

  /** Gives a member more time to read a book. */
  renew(bookId: string, today: Date): Loan {
    const loan = renewLoan(this.findLoan(bookId), today);
    this.loans.set(bookId, loan);
    return loan;
  }

  /** The books that a member has now. */
  loansOf(member: Member): readonly Loan[] {
    return [...this.loans.values()].filter((loan) => loan.member.id === member.id);
  }

  /** The loans that should have come back before today, the latest first. */
  lateLoans(today: Date): readonly Loan[] {
    const late = [...this.loans.values()].filter((loan) => daysLate(loan, today) > 0);
    return late.sort((first, second) => daysLate(second, today) - daysLate(first, today));
  }

  /** Whether a book is on the shelf. */
  isOnShelf(book: Book): boolean {
    return !this.loans.has(book.id);
  }

  private findLoan(bookId: string): Loan {
    const loan = this.loans.get(bookId);
    if (loan === undefined) throw new Error(`${this.catalogue.find(bookId).title} is on the shelf`);
    return loan;
  }
}
