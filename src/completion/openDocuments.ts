import * as vscode from 'vscode';
import type { DocumentChange, DocumentNews } from '../inference/types';

/** More changes than that wait for nobody. */
const MOST_WAITING = 100;

/** A document that the memory was told of. */
interface Known {
  /** Changes that it has yet to be told of. */
  readonly waiting: Extract<DocumentNews, { type: 'change' }>[];
  readonly endOfLine: vscode.EndOfLine;
  /** It must be told whole again. */
  isStale: boolean;
}

/**
 * Tells the memory what the open documents say: a document whole when text is first asked for in it, and from then on its
 * changes, when text is asked for anywhere, or the document is saved. Other documents count as they are on disk.
 */
export class OpenDocuments implements vscode.Disposable {
  private readonly known = new Map<vscode.TextDocument, Known>();
  private readonly listeners: vscode.Disposable;

  /**
   * @param tell does nothing while there is no memory
   * @param isPermitted what a document says while it is not is never told
   */
  constructor(
    private readonly tell: (news: DocumentNews) => void,
    private readonly isPermitted: (document: vscode.TextDocument) => boolean,
  ) {
    this.listeners = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument((change) => this.changed(change)),
      vscode.workspace.onDidSaveTextDocument((document) => this.saved(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.closed(document)),
    );
  }

  dispose(): void {
    this.listeners.dispose();
  }

  /** The memory is a new one, and knows no document. */
  forget(): void {
    this.known.clear();
  }

  /** Text is about to be asked for in a document. */
  synchronise(document: vscode.TextDocument): void {
    for (const [each, known] of this.known) this.flush(each, known);
    if (this.known.get(document)?.isStale === false) return;
    this.known.set(document, { waiting: [], endOfLine: document.eol, isStale: false });
    this.tell({ type: 'open', path: nameOf(document), text: document.getText().replace(/\r\n?/g, '\n') });
  }

  private changed({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    const known = this.known.get(document);
    if (!known || contentChanges.length === 0) return;
    // Once the lines end otherwise, it is not known which offsets were counted how.
    known.isStale ||= known.endOfLine !== document.eol;
    if (known.isStale) return;
    const changes = contentChanges.map((change) => changeOf(change, document.eol));
    const isTyped = reason === undefined && changes.length === 1;
    known.waiting.push({ type: 'change', path: nameOf(document), changes, isTyped });
    if (known.waiting.length > MOST_WAITING) this.flush(document, known);
  }

  private saved(document: vscode.TextDocument): void {
    const known = this.known.get(document);
    if (known) this.flush(document, known);
    if (document.uri.scheme === 'file') this.tell({ type: 'save', path: nameOf(document) });
  }

  private closed(document: vscode.TextDocument): void {
    if (this.known.delete(document)) this.tell({ type: 'close', path: nameOf(document) });
  }

  /** A document that is no longer permitted counts as it is on disk. */
  private flush(document: vscode.TextDocument, { waiting }: Known): void {
    if (!this.isPermitted(document)) this.closed(document);
    else for (const news of waiting.splice(0)) this.tell(news);
  }
}

/** What a document goes by in the memory: that of a file is its path. */
export function nameOf({ uri }: vscode.TextDocument): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}

/** In UTF-16 units, a line's end counted as one. */
export function offsetIn(document: vscode.TextDocument, position: vscode.Position): number {
  return document.offsetAt(position) - extraUnits(document.eol, position.line);
}

/** The document's lines end as `eol` says; in the change they end with '\n'. */
export function changeOf(
  { range, rangeOffset, rangeLength, text }: vscode.TextDocumentContentChangeEvent,
  eol: vscode.EndOfLine,
): DocumentChange {
  return {
    offset: rangeOffset - extraUnits(eol, range.start.line),
    removed: rangeLength - extraUnits(eol, range.end.line - range.start.line),
    inserted: text.replace(/\r\n?/g, '\n'),
  };
}

function extraUnits(eol: vscode.EndOfLine, lines: number): number {
  return eol === vscode.EndOfLine.CRLF ? lines : 0;
}
