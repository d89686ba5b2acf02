/** A book on the shelf, or away from it. */
export interface Book {
  readonly id: string;
  readonly title: string;
  readonly author: string;
  readonly year: number;
  readonly pages: number;
}

/** The title and the author, as they stand on a card of the catalogue. */
export function describeBook(book: Book): string {
  return `${book.title}, by ${book.author} (${book.year})`;
}

/** Orders books by author, and those of one author by year. */
export function compareBooks(first: Book, second: Book): number {
  return first.author.localeCompare(second.author) || first.year - second.year;
}

/** Whether a book's title or author holds all the words of a query. */
export function matchesQuery(book: Book, query: string): boolean {
  const text = `${book.title} ${book.author}`.toLowerCase();
  const words = query.toLowerCase().split(/\s+/).filter((word) => word.length > 0);
  return words.every((word) => text.includes(word));
}
