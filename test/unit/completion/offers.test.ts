import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Offers } from '../../../src/completion/offers';

/** Where the suggestions of these tests stand. */
const HERE = 10;

class Counted {
  suggested = 0;
  accepted = 0;
  saved = 0;
  readonly offers = new Offers(({ suggested = 0, accepted = 0, saved = 0 }) => {
    this.suggested += suggested;
    this.accepted += accepted;
    this.saved += saved;
  });

  /** Something is inserted at once. */
  insert(offset: number, inserted: string, removed = 0): void {
    this.offers.changed([{ offset, removed, inserted }]);
  }

  get counts() {
    return [this.suggested, this.accepted, this.saved];
  }
}

test('a suggestion that is accepted whole saves its characters less the key that accepts it', () => {
  const counted = new Counted();
  const offer = counted.offers.make(HERE, 'function');
  assert.deepEqual(counted.counts, [1, 0, 0]);
  counted.insert(HERE, 'function');
  counted.offers.acceptedWhole(offer);
  assert.deepEqual(counted.counts, [1, 1, 7]);
});

test('it is counted once, whether or not the change can be told', () => {
  const counted = new Counted();
  const offer = counted.offers.make(HERE, 'function');
  counted.insert(HERE - 3, 'a function', 3);
  counted.offers.acceptedWhole(offer);
  counted.offers.acceptedWhole(offer);
  assert.deepEqual(counted.counts, [1, 1, 7]);
});

test('one that is accepted word by word is accepted once, and each word costs a key', () => {
  const counted = new Counted();
  counted.offers.make(HERE, 'the quick fox');
  counted.insert(HERE, 'the ');
  counted.offers.make(HERE + 4, 'quick fox');
  counted.insert(HERE + 4, 'quick');
  assert.deepEqual(counted.counts, [1, 1, 3 + 4]);
});

test('one that is typed through is the same one, and nothing is accepted', () => {
  const counted = new Counted();
  for (const [index, key] of ['w', 'o', 'r', 'd'].entries()) {
    counted.offers.make(HERE + index, 'word'.slice(index));
    counted.insert(HERE + index, key);
  }
  assert.deepEqual(counted.counts, [1, 0, 0]);
});

test('the rest of one that was typed through can be accepted', () => {
  const counted = new Counted();
  counted.offers.make(HERE, 'function');
  counted.insert(HERE, 'f');
  const offer = counted.offers.make(HERE + 1, 'unction');
  counted.insert(HERE + 1, 'unction');
  counted.offers.acceptedWhole(offer);
  assert.deepEqual(counted.counts, [1, 1, 6]);
});

test('one that goes on beyond what is left of the last is the same one', () => {
  const counted = new Counted();
  counted.offers.make(HERE, 'the');
  counted.insert(HERE, 't');
  const offer = counted.offers.make(HERE + 1, 'he quick');
  counted.insert(HERE + 1, 'he quick');
  counted.offers.acceptedWhole(offer);
  assert.deepEqual(counted.counts, [1, 1, 7]);
});

test('who goes back and on again has the same one still', () => {
  const counted = new Counted();
  counted.offers.make(HERE, 'word');
  counted.insert(HERE, 'w');
  counted.insert(HERE, '', 1);
  counted.offers.make(HERE, 'word');
  assert.deepEqual(counted.counts, [1, 0, 0]);
});

test('what differs, elsewhere or otherwise, is another one', () => {
  const counted = new Counted();
  counted.offers.make(HERE, 'word');
  counted.offers.make(HERE, 'other');
  counted.offers.make(HERE + 5, 'other');
  assert.deepEqual(counted.counts, [3, 0, 0]);
});

test('after another key, the same text at another place is another one', () => {
  const counted = new Counted();
  counted.offers.make(HERE, 'word');
  counted.insert(HERE, 'x');
  counted.offers.make(HERE, 'word');
  assert.deepEqual(counted.counts, [2, 0, 0]);
});

test('what is inserted elsewhere, or is another text, or replaces something, is not accepted', () => {
  for (const [offset, inserted, removed] of [
    [HERE + 1, 'word', 0],
    [HERE, 'world', 0],
    [HERE, 'word', 2],
  ] as const) {
    const counted = new Counted();
    counted.offers.make(HERE, 'word');
    counted.insert(offset, inserted, removed);
    assert.deepEqual(counted.counts, [1, 0, 0], inserted);
  }
});

test('a bracket that the editor closes is one key', () => {
  const counted = new Counted();
  counted.offers.make(HERE, '()');
  counted.insert(HERE, '()');
  assert.deepEqual(counted.counts, [1, 0, 0]);
});

test('an item of the suggest widget, which a suggestion follows, is not a piece of it', () => {
  const counted = new Counted();
  counted.offers.make(HERE, '(each)'); // behind "forEach", of which "fo" is typed
  counted.insert(HERE - 5, 'r');
  counted.offers.make(HERE, '(each)');
  counted.insert(HERE - 7, 'forEach', 3);
  assert.deepEqual(counted.counts, [1, 0, 0]);
  counted.offers.make(HERE, '(each)');
  counted.insert(HERE, '(each)');
  assert.deepEqual(counted.counts, [1, 1, 5]);
});

test('a suggestion of one character saves no key', () => {
  const counted = new Counted();
  const offer = counted.offers.make(HERE, 'e');
  counted.insert(HERE, 'e');
  counted.offers.acceptedWhole(offer);
  assert.deepEqual(counted.counts, [1, 1, 0]);
});

test('several changes at once, or none, are no acceptance', () => {
  const counted = new Counted();
  counted.offers.make(HERE, 'word');
  counted.offers.changed([]);
  counted.offers.changed([
    { offset: HERE + 9, removed: 0, inserted: 'word' },
    { offset: HERE, removed: 0, inserted: 'word' },
  ]);
  assert.deepEqual(counted.counts, [1, 0, 0]);
});
