import { CLOSED_BY_EDITOR } from '../inference/pastSuggestions';
import type { DocumentChange } from '../inference/types';
import type { Counts } from './statistics';

/** A suggestion, and how far the document has followed it. */
export interface Offer {
  /** Where it begins, in UTF-16 units. */
  readonly offset: number;
  text: string;
  /** How much of it stands in the document, in UTF-16 units. */
  typed: number;
  isAccepted: boolean;
}

/**
 * The suggestions made in one document, and what became of them. That one is accepted whole, VS Code says afterwards; that a
 * piece of one is, shows in a change that inserts at once what one would have to type key by key.
 */
export class Offers {
  private latest: Offer | undefined;

  constructor(private readonly count: (counts: Counts) => void) {}

  /** A suggestion is made. It may be what is left of the last one, or go on beyond it. */
  make(offset: number, text: string): Offer {
    const before = this.latest;
    if (before && goesOn(before, offset, text)) {
      before.text = before.text.slice(0, before.typed) + text;
      return before;
    }
    this.latest = { offset, text, typed: 0, isAccepted: false };
    this.count({ suggested: 1 });
    return this.latest;
  }

  /** The document has changed. */
  changed(changes: readonly DocumentChange[]): void {
    const [change] = changes;
    const offer = this.latest;
    if (!offer || !change) return;
    const typed = changes.length === 1 ? followed(offer, change) : undefined;
    if (typed === undefined) {
      this.latest = undefined;
      return;
    }
    if (typed - offer.typed > 1) this.accept(offer, typed - offer.typed);
    offer.typed = typed;
  }

  /** A suggestion was accepted whole. If that did not show in a change, it is counted now. */
  acceptedWhole(offer: Offer): void {
    if (!offer.isAccepted) this.accept(offer, offer.text.length - offer.typed);
  }

  /** What is in the document is another text now. */
  forget(): void {
    this.latest = undefined;
  }

  /** @param length of the accepted piece, in UTF-16 units */
  private accept(offer: Offer, length: number): void {
    this.count({ accepted: offer.isAccepted ? 0 : 1, saved: Math.max(0, length - 1) });
    offer.isAccepted = true;
  }
}

function goesOn(before: Offer, offset: number, text: string): boolean {
  const rest = before.text.slice(before.typed);
  return offset === before.offset + before.typed && rest !== '' && (text.startsWith(rest) || rest.startsWith(text));
}

/** How much of the suggestion stands in the document after a change, in UTF-16 units; undefined if it is no longer followed. */
function followed({ offset, text, typed }: Offer, change: DocumentChange): number | undefined {
  const { removed, inserted } = change;
  const cursor = offset + typed;
  // With the suggest widget open, it follows an item that is yet to be put before it.
  if (typed === 0 && change.offset + Math.max(removed, inserted.length) <= cursor) return typed;
  if (inserted === '' && change.offset >= offset && change.offset + removed === cursor) return typed - removed;
  if (change.offset !== cursor || removed > 0) return undefined;
  const keys = CLOSED_BY_EDITOR.test(inserted) ? inserted.slice(0, 1) : inserted;
  return text.startsWith(keys, typed) ? typed + keys.length : undefined;
}
