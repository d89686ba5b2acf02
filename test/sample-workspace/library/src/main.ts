import { describeBook } from './book';
import { Library } from './library';
import { createMember } from './member';
import { reportLateLoans } from './report';

const library = new Library();
library.catalogue.add({ id: 'b1', title: 'Coriolanus', author: 'William Shakespeare', year: 1608, pages: 160 });
library.catalogue.add({ id: 'b2', title: 'The Tempest', author: 'William Shakespeare', year: 1611, pages: 128 });
library.catalogue.add({ id: 'b3', title: 'Middlemarch', author: 'George Eliot', year: 1871, pages: 880 });
library.catalogue.add({ id: 'b4', title: 'Moby-Dick', author: 'Herman Melville', year: 1851, pages: 635 });
library.catalogue.add({ id: 'b5', title: 'Persuasion', author: 'Jane Austen', year: 1817, pages: 249 });

const miranda = createMember('m1', 'Miranda');
const ishmael = createMember('m2', 'Ishmael', 1);

library.lend('b2', miranda, new Date('2026-01-02'));
library.lend('b4', ishmael, new Date('2026-01-05'));

for (const book of library.catalogue.search('shakespeare')) {
  const place = library.isOnShelf(book) ? 'on the shelf' : 'lent';
  console.log(`${describeBook(book)}: ${place}`);
}
console.log(reportLateLoans(library, new Date('2026-02-14')));
