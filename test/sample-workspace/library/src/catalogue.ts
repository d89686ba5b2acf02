import { type Book, compareBooks, matchesQuery } from './book';

/** All the books of the library, whether they are on the shelf or not. */
export class Catalogue {
  private readonly books = new Map<string, Book>();

  /** Adds a book; an id can be used once only. */
  add(book: Book): void {
    if (this.books.has(book.id)) throw new Error(`There is already a book with the id ${book.id}`);
    this.books.set(book.id, book);
  }

  /** Takes a book out of the catalogue for good. Returns whether it was there. */
  remove(id: string): boolean {
    return this.books.delete(id);
  }

  find(id: string): Book {
    const book = this.books.get(id);
    if (book === undefined) throw new Error(`There is no book with the id ${id}`);
    return book;
  }

  /** The books that match a query, in the order of the shelf. */
  search(query: string): readonly Book[] {
    return [...this.books.values()].filter((book) => matchesQuery(book, query)).sort(compareBooks);
  }

  get size(): number {
    return this.books.size;
  }
}
