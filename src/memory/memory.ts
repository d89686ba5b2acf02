import { compact } from './compaction';
import { MemoryCursor } from './cursor';
import defaults from './defaults.json';
import { type HiddenRanges, LONGEST_COMPARED } from './occurrences';
import { pauses, take } from './pauses';
import { Predictor } from './predictor';
import { type Change, StoredDocument } from './storedDocument';
import { TextStore } from './textStore';

export type { Change } from './storedDocument';

/** 98 MB of text and chains, and below 10 MB of the rest. */
const MAXIMUM_CHARACTERS = 7_000_000;
/** A workspace fills the store up to this share; the rest is for what is typed. */
const FILLED_BY_BUILD = 15 / 16;
/** While a workspace is read, the store grows by half: as it grows, it is copied. */
const GROWTH_IN_BUILD = 1 / 2;
/** Room is made when so much of the store is no text, or so much of it is full. */
const [WASTED, FULL] = [1 / 8, 31 / 32];
/** A document in more pieces is written anew. */
const MOST_PIECES = 64;
/** Units added between two looks at the clock. */
const STEP = 4096;
/** Of what is typed at once, the weights learn from so many characters at most: more is pasted, whoever says so. */
const MOST_TYPED = 64;

export interface MemoryDocument {
  readonly path: string;
  readonly text: string;
}

export interface MemoryOptions {
  /** The most characters (UTF-16 code units) that are remembered; each takes 14 to 15 bytes. */
  readonly maximumCharacters?: number;
}

export interface SliceOptions {
  /** How long the event loop may be kept waiting. */
  readonly sliceMilliseconds?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Where text is asked for: the cursor's place in a document. */
export interface Place {
  readonly path: string;
  /** In UTF-16 code units. */
  readonly offset: number;
}

interface Entry {
  readonly document: StoredDocument;
  isOpen: boolean;
}

/**
 * Remembers the text of the workspace and of the open documents, and says what comes next from where the text before the
 * cursor stood before. It needs no training and no vocabulary: a character is a UTF-16 code unit. Of a document that is
 * asked in, only what is left of the cursor is seen.
 *
 * It is bounded. Where there is no room, the documents that were touched longest ago and are not open are forgotten.
 */
export class Memory {
  private readonly store: TextStore;
  private readonly predictor: Predictor;
  /** The one touched longest ago is the first. */
  private readonly entries = new Map<string, Entry>();
  /** Texts that wait for room. */
  private readonly waiting = new Map<string, string>();
  private isMaintained = false;
  private readonly context = new Uint16Array(LONGEST_COMPARED);

  constructor({ maximumCharacters = MAXIMUM_CHARACTERS }: MemoryOptions = {}) {
    this.store = new TextStore(maximumCharacters);
    this.predictor = new Predictor(this.store);
    this.predictor.load(Buffer.from(defaults.learnt, 'base64'));
  }

  /** What has been learnt of how to weigh evidence, nothing of the text: to be loaded the next time. */
  saveWeights(): Uint8Array {
    return this.predictor.save();
  }

  /** @throws Error if it was saved by another version */
  loadWeights(saved: Uint8Array): void {
    this.predictor.load(saved);
  }

  /** Characters remembered. */
  get characters(): number {
    return this.store.textLength;
  }

  /** Of all that grows with the text, and the fixed tables. */
  get bytes(): number {
    return this.store.bytes + this.predictor.bytes;
  }

  /** Whether `maintain` has something to do. */
  get needsMaintenance(): boolean {
    return this.needsCompaction || this.tornDocuments().length > 0;
  }

  has(path: string): boolean {
    return this.entries.has(path);
  }

  /** Of all documents, those touched longest ago first. */
  get paths(): readonly string[] {
    return [...this.entries.keys()];
  }

  /** Of a document that is remembered. */
  textOf(path: string): string | undefined {
    return this.waiting.get(path) ?? this.entries.get(path)?.document.text;
  }

  /**
   * Remembers the documents of a workspace, in slices that let the event loop turn. Those that come last count as the
   * newest. An open document keeps its own text. Returns how many were left out because there was no room.
   */
  async build(
    documents: Iterable<MemoryDocument> | AsyncIterable<MemoryDocument>,
    { sliceMilliseconds = 8, signal }: SliceOptions = {},
  ): Promise<number> {
    const pause = pauses(sliceMilliseconds);
    let leftOut = 0;
    for await (const { path, text } of documents) {
      if (signal?.aborted) break;
      if (!(await this.addInSlices(path, text, pause, signal))) leftOut++;
    }
    await take(this.store.trimming(), pause);
    return leftOut;
  }

  /** Remembers a document as it is stored on disk, instead of what was remembered of it; an open one keeps its own text. */
  add(path: string, text: string): void {
    const entry = this.entries.get(path);
    if (!entry?.isOpen) this.replace(path, text, false);
  }

  /** From now on a document is what the editor says of it. */
  open(path: string, text: string): void {
    this.replace(path, text, true);
  }

  /** The document's text stays as it is, until `add` says otherwise. */
  close(path: string): void {
    const entry = this.entries.get(path);
    if (entry) entry.isOpen = false;
  }

  /**
   * An open document changes. A document that is not remembered is passed over.
   *
   * @param isTyped whether the user typed it, character by character: only then do the weights learn from it
   */
  edit(path: string, change: Change, isTyped: boolean): void {
    const entry = this.entries.get(path);
    if (!entry) return;
    this.touch(path, entry);
    const hasRoom = this.store.reserve(StoredDocument.roomFor(change.inserted.length));
    if (!hasRoom || this.waiting.has(path)) {
      this.wait(path, changed(this.textOf(path) ?? '', change));
      return;
    }
    const learnt = isTyped && change.inserted.length <= MOST_TYPED;
    if (learnt) this.editAndLearn(entry.document, change);
    else entry.document.change(change);
  }

  rename(from: string, to: string): void {
    const entry = this.entries.get(from);
    if (!entry || from === to) return;
    this.remove(to);
    this.entries.delete(from);
    this.entries.set(to, entry);
    const waiting = this.waiting.get(from);
    this.waiting.delete(from);
    if (waiting !== undefined) this.waiting.set(to, waiting);
  }

  remove(path: string): void {
    this.waiting.delete(path);
    this.entries.get(path)?.document.erase();
    this.entries.delete(path);
  }

  /** @param prefix the text left of the cursor; only its end is used. @param place where that is, if in a document */
  cursor(prefix: string, place?: Place): MemoryCursor {
    return new MemoryCursor(this.predictor, prefix, () => this.hiddenAt(place));
  }

  /** Makes room and joins what editing has torn apart, in slices. Call it when there is time and `needsMaintenance`. */
  async maintain({ sliceMilliseconds = 8 }: SliceOptions = {}): Promise<void> {
    if (this.isMaintained) return;
    this.isMaintained = true;
    const pause = pauses(sliceMilliseconds);
    try {
      this.makeRoom([...this.waiting.values()].reduce((sum, text) => sum + text.length, 0));
      for (const document of this.tornDocuments()) await this.rewrite(document, pause);
      if (this.needsCompaction) await compact(this.store, () => this.documents(), pause);
    } finally {
      this.isMaintained = false;
    }
    for (const path of [...this.waiting.keys()]) {
      await pause();
      const text = this.waiting.get(path);
      if (text !== undefined) this.replace(path, text, this.entries.get(path)?.isOpen ?? false);
    }
  }

  private get needsCompaction(): boolean {
    const { length, textLength, maximum } = this.store;
    return this.waiting.size > 0 || length > FULL * maximum || length - textLength > WASTED * length + STEP;
  }

  private tornDocuments(): readonly StoredDocument[] {
    return [...this.documents()].filter(({ pieceCount }) => pieceCount > MOST_PIECES);
  }

  /** In one piece. Where it changes in a pause, it may take a few pieces more. */
  private async rewrite(document: StoredDocument, pause: () => Promise<void>): Promise<void> {
    for (let offset = 0; offset < document.length; offset += STEP) {
      if (!this.store.reserve(StoredDocument.roomFor(STEP))) return;
      document.rewrite(offset, STEP);
      await pause();
    }
  }

  private *documents(): Iterable<StoredDocument> {
    for (const { document } of this.entries.values()) yield document;
  }

  /** Returns whether there was room. */
  private async addInSlices(
    path: string,
    text: string,
    pause: () => Promise<void>,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const known = this.entries.get(path);
    if (known?.isOpen) return true;
    const room = FILLED_BY_BUILD * this.store.maximum - this.store.length - (known ? 0 : text.length);
    if (room < 0) return false;
    this.remove(path);
    const entry = { document: new StoredDocument(this.store), isOpen: false };
    this.entries.set(path, entry);
    for (let start = 0; start < text.length; start += STEP) {
      const end = Math.min(start + STEP, text.length);
      await pause();
      await take(this.store.growing(StoredDocument.roomFor(end - start), GROWTH_IN_BUILD), pause);
      // In the pause it may have been opened, renamed or removed: then the editor's text counts.
      if (signal?.aborted || this.entries.get(path) !== entry || entry.isOpen) return true;
      if (!this.store.reserve(StoredDocument.roomFor(end - start))) return false;
      entry.document.append(text, start, end);
    }
    return true;
  }

  /** Changes only what differs. */
  private replace(path: string, text: string, isOpen: boolean): void {
    this.waiting.delete(path);
    const entry = this.entries.get(path) ?? { document: new StoredDocument(this.store), isOpen };
    entry.isOpen = isOpen;
    this.touch(path, entry);
    const change = difference(entry.document.text, text);
    if (!this.store.reserve(StoredDocument.roomFor(change.inserted.length))) this.wait(path, text);
    else entry.document.change(change);
  }

  /** Until there is room. A document that can never have it is forgotten. */
  private wait(path: string, text: string): void {
    this.entries.get(path)?.document.erase();
    if (text.length <= FILLED_BY_BUILD * this.store.maximum) this.waiting.set(path, text);
    else this.remove(path);
  }

  private touch(path: string, entry: Entry): void {
    this.entries.delete(path);
    this.entries.set(path, entry);
  }

  private editAndLearn(document: StoredDocument, change: Change): void {
    document.change({ ...change, inserted: '' });
    for (let index = 0; index < change.inserted.length; index++) {
      const offset = change.offset + index;
      const length = document.copyBefore(offset, this.context);
      this.predictor.predict(this.context, length, 0, document.rangesAfter(offset));
      this.predictor.learn(change.inserted.charCodeAt(index));
      document.change({ offset, removed: 0, inserted: change.inserted.charAt(index) });
    }
  }

  /** What is right of the cursor; of a document that is not open, its stored copy. */
  private hiddenAt(place: Place | undefined): HiddenRanges {
    const entry = place && this.entries.get(place.path);
    return entry ? entry.document.rangesAfter(entry.isOpen ? place.offset : 0) : [];
  }

  /** Forgets the documents touched longest ago, none that is open, until there is room for so many characters. */
  private makeRoom(characters: number): void {
    const limit = FILLED_BY_BUILD * this.store.maximum - characters;
    for (const [path, { isOpen }] of this.entries) {
      if (this.store.textLength <= limit) return;
      if (!isOpen) this.remove(path);
    }
  }
}

function changed(text: string, { offset, removed, inserted }: Change): string {
  return text.slice(0, offset) + inserted + text.slice(offset + removed);
}

/** The smallest change in one place that makes one text of the other. */
function difference(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  return { offset: start, removed: before.length - tail - start, inserted: after.slice(start, after.length - tail) };
}
