import * as vscode from 'vscode';
import { Offers } from './offers';
import { changeOf } from './openDocuments';
import type { Counts } from './statistics';

/** For VS Code only, which runs it when a suggestion has been accepted whole. */
const ACCEPTED = '_mygpt.accepted';

/** Counts the suggestions that are made, and those that are accepted. */
export class Acceptances implements vscode.Disposable {
  private readonly offers = new WeakMap<vscode.TextDocument, Offers>();
  private readonly disposables: vscode.Disposable;

  constructor(private readonly count: (language: string, counts: Counts) => void) {
    this.disposables = vscode.Disposable.from(
      vscode.commands.registerCommand(ACCEPTED, (accepted: () => void) => accepted()),
      vscode.workspace.onDidChangeTextDocument((change) => this.changed(change)),
    );
  }

  dispose(): void {
    this.disposables.dispose();
  }

  /**
   * A suggestion is about to be shown.
   *
   * @param offset where it will stand, as `offsetIn` counts
   * @returns what VS Code is to run when it is accepted
   */
  offer(document: vscode.TextDocument, offset: number, text: string): vscode.Command {
    const offers = this.offersIn(document);
    const offer = offers.make(offset, text);
    return { title: 'Accepted', command: ACCEPTED, arguments: [() => offers.acceptedWhole(offer)] };
  }

  private changed({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    const offers = this.offers.get(document);
    if (reason !== undefined) offers?.forget();
    else offers?.changed(contentChanges.map((change) => changeOf(change, document.eol)));
  }

  private offersIn(document: vscode.TextDocument): Offers {
    const known = this.offers.get(document);
    if (known) return known;
    const offers = new Offers((counts) => this.count(document.languageId, counts));
    this.offers.set(document, offers);
    return offers;
  }
}
