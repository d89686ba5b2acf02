import * as vscode from 'vscode';
import { Acceptances } from '../completion/acceptances';
import { DiskChanges } from '../completion/diskChanges';
import { DocumentPermissions } from '../completion/documentPermissions';
import { OpenDocuments } from '../completion/openDocuments';
import { isCompleted, registerCompletions } from '../completion/provider';
import type { StatisticsStore } from '../completion/statisticsStore';
import { type CompletionsState, CompletionSwitch } from '../completion/switch';
import { UserError } from '../errors';
import type { ModelHost } from '../inference/modelHost';
import { settings } from '../settings';
import type { ActiveDocument } from './standing';

/** Settings that say what is remembered. */
const MEMORY_SETTINGS = [
  ...['mygpt.completion.memory', 'mygpt.completion.exclude', 'mygpt.corpus'],
  ...['files.exclude', 'search.exclude'],
];

/** Completions as the user has them: on or off, in which languages and files, or snoozed; and what they remember. */
export class CompletionFlow implements vscode.Disposable {
  private readonly permissions: DocumentPermissions;
  private readonly documents: OpenDocuments;
  private readonly acceptances: Acceptances;
  private readonly switch: CompletionSwitch;
  private readonly disposables: vscode.Disposable;

  /** @param onChange called when `state` or `activeDocument` may be another */
  constructor(
    private readonly model: ModelHost,
    private readonly statistics: StatisticsStore,
    private readonly log: vscode.LogOutputChannel,
    private readonly onChange: () => void,
  ) {
    this.permissions = new DocumentPermissions(onChange);
    this.documents = new OpenDocuments(
      (news) => model.tell(news),
      (document) => this.permissions.refusal(document) === undefined,
    );
    this.acceptances = new Acceptances((language, counts) => statistics.count(language, counts));
    this.switch = new CompletionSwitch(() => this.register(), onChange);
    this.disposables = vscode.Disposable.from(
      this.permissions,
      this.documents,
      this.acceptances,
      this.switch,
      new DiskChanges((news) => model.tell(news)),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('mygpt.completion.enabled')) this.readEnabled();
        if (MEMORY_SETTINGS.some((name) => change.affectsConfiguration(name))) this.readMemory();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.readMemory()),
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

  /** Only folders on disk: they are read by another process. */
  readMemory(): void {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    const isOn = settings.memoryEnabled() && vscode.workspace.isTrusted && folders.length > 0;
    void this.model.remember(isOn ? settings.memory(folders) : undefined);
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

  async resetStatistics(): Promise<void> {
    const question = 'Forget what completions saved until now?';
    const answer = await vscode.window.showWarningMessage(question, { modal: true }, 'Reset');
    if (answer !== undefined) await this.statistics.reset();
  }

  private register(): vscode.Disposable {
    const { suggester } = this.model;
    if (!suggester) throw new Error('Completions were turned on with nothing that suggests.');
    const { documents, permissions, acceptances, log } = this;
    return registerCompletions(suggester, { documents, permissions, acceptances, log });
  }

  private opened(document: vscode.TextDocument): void {
    if (document === vscode.window.activeTextEditor?.document) this.onChange();
  }
}
