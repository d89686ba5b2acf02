import * as vscode from 'vscode';
import { DiskChanges } from '../completion/diskChanges';
import { DocumentPermissions } from '../completion/documentPermissions';
import { OpenDocuments } from '../completion/openDocuments';
import { isCompleted, registerCompletions } from '../completion/provider';
import { type CompletionsState, CompletionSwitch } from '../completion/switch';
import { UserError } from '../errors';
import type { ModelHost } from '../inference/modelHost';
import { settings } from '../settings';
import type { ActiveDocument } from './standing';

/** Completions as the user has them: on or off, in which languages and files, or snoozed. */
export class CompletionFlow implements vscode.Disposable {
  private readonly permissions: DocumentPermissions;
  private readonly documents: OpenDocuments;
  private readonly switch: CompletionSwitch;
  private readonly disposables: vscode.Disposable;

  /** @param onChange called when `state` or `activeDocument` may be another */
  constructor(
    private readonly model: ModelHost,
    private readonly log: vscode.LogOutputChannel,
    private readonly onChange: () => void,
  ) {
    this.permissions = new DocumentPermissions(onChange);
    this.documents = new OpenDocuments(
      (news) => model.tell(news),
      (document) => this.permissions.refusal(document) === undefined,
    );
    this.switch = new CompletionSwitch(() => this.register(), onChange);
    this.disposables = vscode.Disposable.from(
      this.permissions,
      this.documents,
      this.switch,
      new DiskChanges((news) => model.tell(news)),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('mygpt.completion.enabled')) this.readEnabled();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => onChange()),
      // A document whose language is changed is opened anew.
      vscode.workspace.onDidOpenTextDocument((document) => this.opened(document)),
    );
  }

  dispose(): void {
    this.disposables.dispose();
  }

  get state(): CompletionsState {
    return this.switch.state;
  }

  /** What is being edited, if it is something that MyGPT can complete. */
  get activeDocument(): ActiveDocument | undefined {
    const document = vscode.window.activeTextEditor?.document;
    if (!document || !isCompleted(document)) return undefined;
    return { language: document.languageId, refusal: this.permissions.refusal(document) };
  }

  readEnabled(): void {
    this.switch.setEnabled(settings.completionsEnabled());
  }

  /** There is something that suggests, or no longer. */
  modelChanged(): void {
    this.switch.setAvailable(this.model.suggester !== undefined);
  }

  /** The memory is a new one. */
  memoryIsNew(): void {
    this.documents.forget();
  }

  async toggle(): Promise<void> {
    if (this.state === 'snoozed') this.switch.wake();
    else await settings.setCompletionsEnabled(this.state === 'off');
  }

  async toggleLanguage(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (!document) throw new UserError('No text is being edited. Open one of the language that you mean.');
    await settings.setLanguageEnabled(document, !settings.permission(document).isLanguageOn);
  }

  async snooze(): Promise<void> {
    const choices = [5, 15, 60].map((minutes) => ({ label: `${minutes} minutes`, minutes }));
    const choice = await vscode.window.showQuickPick(choices, { title: 'Snooze MyGPT Completions' });
    if (choice) this.switch.snoozeFor(choice.minutes);
  }

  private register(): vscode.Disposable {
    const { suggester } = this.model;
    if (!suggester) throw new Error('Completions were turned on with nothing that suggests.');
    return registerCompletions(suggester, this.documents, this.permissions, this.log);
  }

  private opened(document: vscode.TextDocument): void {
    if (document === vscode.window.activeTextEditor?.document) this.onChange();
  }
}
