import { take } from './pauses';
import type { StoredDocument } from './storedDocument';
import type { TextStore } from './textStore';

/** Units moved between two looks at the clock. */
const STEP = 4096;

/** Closes the gaps that erased text has left. Between two pauses, texts may change; what is not moved yet is not found. */
export async function compact(
  store: TextStore,
  documents: () => Iterable<StoredDocument>,
  pause: () => Promise<void>,
): Promise<void> {
  store.beginCompaction();
  const progress = { read: 0 };
  while (moveSome(store, documents(), progress)) await pause();
  store.endCompaction();
  for (const document of documents()) document.joinPieces();
  await take(store.trimming(), pause);
}

/** Returns whether there was something to move. */
function moveSome(store: TextStore, documents: Iterable<StoredDocument>, progress: { read: number }): boolean {
  const pieces = [...documents].flatMap((document) => document.pieces.map((piece) => ({ document, piece })));
  const left = pieces.filter(({ piece }) => piece.start >= progress.read);
  left.sort((a, b) => a.piece.start - b.piece.start);
  let moved = 0;
  for (const { document, piece } of left) {
    if (moved >= STEP) break;
    document.cutPiece(piece, STEP);
    const { start, end } = piece;
    piece.start = store.moveDown(start, end, start === progress.read && start > 0);
    piece.end = piece.start + end - start;
    progress.read = end;
    moved += end - start;
  }
  return left.length > 0;
}
