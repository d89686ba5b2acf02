import path from 'node:path';
import * as vscode from 'vscode';
import { settings } from '../settings';
import { type Refusal, refusalOf } from './permission';

/** As much of a text tells what kind of text it is, in UTF-16 units. */
const BEGINNING = 50_000;

/** What a document was judged by, and the judgement. */
interface Judged {
  readonly language: string;
  /** In UTF-16 units. */
  readonly length: number;
  readonly maxLength: number;
  readonly refusal: Refusal | undefined;
}

/**
 * Knows in which documents nothing may be suggested. Cheap enough to be asked at every key: a document is judged again only
 * when a setting, its language or much of its text has changed.
 */
export class DocumentPermissions implements vscode.Disposable {
  private judged = new WeakMap<vscode.TextDocument, Judged>();
  private readonly listeners: vscode.Disposable;

  /** @param onChange called when documents may be judged otherwise than before */
  constructor(private readonly onChange: () => void) {
    this.listeners = vscode.Disposable.from(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('mygpt')) this.forget();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.forget()),
    );
  }

  dispose(): void {
    this.listeners.dispose();
  }

  /** Why nothing may be suggested in a document, if so. */
  refusal(document: vscode.TextDocument): Refusal | undefined {
    const length = lengthOf(document);
    const before = this.judged.get(document);
    if (before && !isOutdated(before, document.languageId, length)) return before.refusal;
    const judged = judge(document, length);
    this.judged.set(document, judged);
    if (before && before.refusal !== judged.refusal) this.onChange();
    return judged.refusal;
  }

  private forget(): void {
    this.judged = new WeakMap();
    this.onChange();
  }
}

/** A text must have doubled or halved before it is read again. */
function isOutdated({ language, length, maxLength }: Judged, languageNow: string, lengthNow: number): boolean {
  if (language !== languageNow || length > maxLength !== lengthNow > maxLength) return true;
  return lengthNow > 2 * length || 2 * lengthNow < length;
}

function judge(document: vscode.TextDocument, length: number): Judged {
  const rules = settings.permission(document);
  const beginning = document.getText(new vscode.Range(new vscode.Position(0, 0), document.positionAt(BEGINNING)));
  const refusal = refusalOf({ path: pathOf(document), length, beginning }, rules);
  return { language: document.languageId, length, maxLength: rules.maxLength, refusal };
}

/** In UTF-16 units, without making one string of the text. */
function lengthOf(document: vscode.TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}

/** Relative to its folder of the workspace; that of a cell is its notebook's. */
function pathOf({ uri }: vscode.TextDocument): string {
  const file = uri.with({ scheme: 'file', query: '', fragment: '' });
  return vscode.workspace.asRelativePath(file, false).replaceAll(path.sep, '/').replace(/^\/+/, '');
}
