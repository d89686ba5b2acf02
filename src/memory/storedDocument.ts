import type { HiddenRanges } from './occurrences';
import { LEAD, type TextStore } from './textStore';

/** A stretch of a document's text in the store. */
export interface Piece {
  start: number;
  end: number;
}

/** Units removed at an offset and units put in their place. */
export interface Change {
  /** In UTF-16 code units from the document's beginning. */
  readonly offset: number;
  /** How many units are removed. */
  readonly removed: number;
  readonly inserted: string;
}

/** A document's text, as pieces of the store in the document's order. */
export class StoredDocument {
  /** For the compaction; others leave it alone. */
  pieces: Piece[] = [];

  constructor(private readonly store: TextStore) {}

  get length(): number {
    return this.pieces.reduce((sum, piece) => sum + piece.end - piece.start, 0);
  }

  get pieceCount(): number {
    return this.pieces.length;
  }

  get text(): string {
    let text = '';
    for (const { start, end } of this.pieces) text += decode(this.store.units.subarray(start, end));
    return text;
  }

  /** Room in the store that an insertion of so many units can take. */
  static roomFor(units: number): number {
    return units + LEAD + 1;
  }

  /** Adds text at the end. The caller has reserved room. */
  append(text: string, from = 0, to = text.length): void {
    this.insert(this.pieces.length, text, from, to);
  }

  /** The caller has reserved room for what is inserted. */
  change({ offset, removed, inserted }: Change): void {
    const index = this.split(offset);
    this.removeAt(index, removed);
    if (inserted.length > 0) this.insert(index, inserted, 0, inserted.length);
  }

  /** Writes a part anew, behind all others: parts rewritten one after the other become one piece. The caller has reserved room. */
  rewrite(offset: number, length: number): void {
    const units = new Uint16Array(Math.min(length, this.length - offset));
    this.copyBefore(offset + units.length, units);
    this.change({ offset, removed: units.length, inserted: decode(units) });
  }

  erase(): void {
    for (const { start, end } of this.pieces.reverse()) this.store.erase(start, end);
    this.pieces = [];
  }

  /** Writes the last units before an offset to the beginning of `target`, as many as fit. Returns how many. */
  copyBefore(offset: number, target: Uint16Array): number {
    const wanted = Math.min(offset, target.length);
    let filled = wanted;
    let pieceEnd = this.length;
    for (let index = this.pieces.length - 1; index >= 0 && filled > 0; index--) {
      const { start, end } = this.pieces[index] ?? { start: 0, end: 0 };
      const pieceStart = pieceEnd - (end - start);
      const used = Math.min(pieceEnd, offset) - pieceStart;
      if (used > 0) {
        const length = Math.min(used, filled);
        filled -= length;
        target.set(this.store.units.subarray(start + used - length, start + used), filled);
      }
      pieceEnd = pieceStart;
    }
    if (filled > 0) target.copyWithin(0, filled, wanted);
    return wanted - filled;
  }

  /** Where the store holds what comes after an offset. */
  rangesAfter(offset: number): HiddenRanges {
    const ranges: Piece[] = [];
    let pieceStart = 0;
    for (const { start, end } of this.pieces) {
      const pieceEnd = pieceStart + end - start;
      if (pieceEnd > offset) ranges.push({ start: start + Math.max(0, offset - pieceStart), end });
      pieceStart = pieceEnd;
    }
    return ranges.sort((a, b) => a.start - b.start).flatMap(({ start, end }) => [start, end]);
  }

  /** Cuts a piece after so many units, if it is longer. */
  cutPiece(piece: Piece, length: number): void {
    if (piece.end - piece.start <= length) return;
    const middle = piece.start + length;
    this.pieces.splice(this.pieces.indexOf(piece) + 1, 0, { start: middle, end: piece.end });
    piece.end = middle;
  }

  /** Makes one of pieces that follow each other in the store. */
  joinPieces(): void {
    this.pieces = this.pieces.reduce<Piece[]>((joined, piece) => {
      const before = joined.at(-1);
      if (before?.end === piece.start) before.end = piece.end;
      else joined.push(piece);
      return joined;
    }, []);
  }

  /** Makes a piece begin at an offset, and returns its index; the number of pieces at the document's end. */
  private split(offset: number): number {
    let left = offset;
    for (const [index, piece] of this.pieces.entries()) {
      const length = piece.end - piece.start;
      if (left === 0) return index;
      if (left < length) {
        this.cutPiece(piece, left);
        return index + 1;
      }
      left -= length;
    }
    return this.pieces.length;
  }

  private removeAt(index: number, count: number): void {
    let left = count;
    while (left > 0) {
      const piece = this.pieces[index];
      if (!piece) return;
      const length = Math.min(left, piece.end - piece.start);
      this.store.erase(piece.start, piece.start + length);
      piece.start += length;
      left -= length;
      if (piece.start === piece.end) this.pieces.splice(index, 1);
    }
  }

  /** Goes on with the piece before if that is the last of the store. */
  private insert(index: number, text: string, from: number, to: number): void {
    const { store } = this;
    const before = this.pieces[index - 1];
    let piece = before;
    if (piece?.end !== store.length) {
      store.addBoundary();
      if (before) store.addContext(store.before(before.end, LEAD));
      piece = { start: store.length, end: store.length };
      this.pieces.splice(index, 0, piece);
    }
    store.addText(text, from, to);
    piece.end = store.length;
  }
}

const DECODED_AT_ONCE = 8192;

function decode(units: Uint16Array): string {
  let text = '';
  for (let start = 0; start < units.length; start += DECODED_AT_ONCE) {
    text += String.fromCharCode(...units.subarray(start, start + DECODED_AT_ONCE));
  }
  return text;
}
