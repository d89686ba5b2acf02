import * as vscode from 'vscode';
import { CancelledError, messageOf } from '../errors';
import type { Suggester } from '../inference/types';
import { settings, type CompletionSettings } from '../settings';
import type { Acceptances } from './acceptances';
import { ANYTHING, cautionOf } from './confidence';
import type { DocumentPermissions } from './documentPermissions';
import { nameOf, offsetIn, type OpenDocuments } from './openDocuments';
import { DocumentCompletions, LONG_ENOUGH } from './documentCompletions';
import { type CompletionOptions, DEFAULT_COMPLETION_OPTIONS } from './suggest';
import type { CursorText } from './typedThrough';

/** Where people write: not the output, the console, the box of a commit message, or another extension's views. */
const DOCUMENTS: vscode.DocumentSelector = [
  { scheme: 'file' },
  { scheme: 'untitled' },
  { scheme: 'vscode-notebook-cell' },
];

/** Whether MyGPT completes text in such documents. */
export function isCompleted(document: vscode.TextDocument): boolean {
  return vscode.languages.match(DOCUMENTS, document) > 0;
}

/** How much of the text is read right of the cursor, in characters. */
const SUFFIX_LENGTH = 200;

/** What the completions of all documents have in common. */
export interface CompletionParts {
  readonly documents: OpenDocuments;
  readonly permissions: DocumentPermissions;
  readonly acceptances: Acceptances;
  readonly log: vscode.LogOutputChannel;
}

/** Suggests what the model would type, as ghost text, until it is disposed of. */
export function registerCompletions(model: Suggester, parts: CompletionParts): vscode.Disposable {
  return vscode.languages.registerInlineCompletionItemProvider(DOCUMENTS, new CompletionProvider(model, parts));
}

class CompletionProvider implements vscode.InlineCompletionItemProvider {
  private readonly completions = new WeakMap<vscode.TextDocument, DocumentCompletions>();
  private readonly loggedErrors = new Set<string>();

  constructor(
    private readonly model: Suggester,
    private readonly parts: CompletionParts,
  ) {}

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    if (this.parts.permissions.refusal(document)) return [];
    const completion = settings.completion(document);
    // With the suggest widget open, VS Code shows only what goes on from its selected item.
    const selected = context.selectedCompletionInfo;
    const cursor = this.cursorText(document, position, selected);
    const text = await this.suggest(document, cursor, completion, context.triggerKind, token);
    if (text === '' || token.isCancellationRequested) return [];
    const range = selected?.range ?? new vscode.Range(position, position);
    const inserted = selected?.text ?? '';
    const offset = offsetIn(document, range.start) + inserted.length;
    const command = this.parts.acceptances.offer(document, offset, text);
    return [new vscode.InlineCompletionItem(inserted + text, range, command)];
  }

  /** The text to suggest; empty for none. */
  private async suggest(
    document: vscode.TextDocument,
    cursor: CursorText,
    completion: CompletionSettings,
    triggerKind: vscode.InlineCompletionTriggerKind,
    token: vscode.CancellationToken,
  ): Promise<string> {
    const isExplicit = triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
    const options = isExplicit ? explicitOptions(completion) : automaticOptions(completion);
    const completions = this.completionsOf(document);
    // Before any waiting: the memory learns meanwhile, and not while an answer is waited for.
    this.parts.documents.synchronise(document);
    const rest = completions.rest(cursor, options);
    if (rest.length >= LONG_ENOUGH) return rest;
    // What is on the screen must not vanish while waiting for what may replace it.
    if (!isExplicit && rest === '') await delay(completion.debounce, token);
    if (token.isCancellationRequested) return '';
    this.parts.documents.synchronise(document);
    return await this.ask((signal) => completions.suggest(cursor, options, signal), token);
  }

  /** Asks the model until the token says stop. A failure is logged, and never interrupts who types. */
  private async ask(
    question: (signal: AbortSignal) => Promise<string>,
    token: vscode.CancellationToken,
  ): Promise<string> {
    const cancelling = new AbortController();
    const subscription = token.onCancellationRequested(() => cancelling.abort());
    const begin = performance.now();
    try {
      const text = await question(cancelling.signal);
      this.parts.log.trace(`Answered after ${(performance.now() - begin).toFixed(1)} ms.`);
      return text;
    } catch (error) {
      if (!(error instanceof CancelledError)) this.logOnce(messageOf(error));
      return '';
    } finally {
      subscription.dispose();
    }
  }

  private logOnce(message: string): void {
    if (this.loggedErrors.has(message)) return;
    this.loggedErrors.add(message);
    this.parts.log.error(`No completion: ${message}`);
  }

  private completionsOf(document: vscode.TextDocument): DocumentCompletions {
    const known = this.completions.get(document);
    if (known) return known;
    const completions = new DocumentCompletions(this.model);
    this.completions.set(document, completions);
    return completions;
  }

  /** The text around the cursor, as it will be once the selected item of the suggest widget is in it. */
  private cursorText(
    document: vscode.TextDocument,
    position: vscode.Position,
    selected: vscode.SelectedCompletionInfo | undefined,
  ): CursorText {
    const start = selected?.range.start ?? position;
    const inserted = selected?.text ?? '';
    return {
      line: start.line,
      character: start.character + inserted.length,
      prefix: textBefore(document, start, this.model.prefixLength) + inserted,
      suffix: textAfter(document, position, SUFFIX_LENGTH),
      place: { path: nameOf(document), offset: offsetIn(document, start), isReal: selected === undefined },
    };
  }
}

function automaticOptions(completion: CompletionSettings): CompletionOptions {
  const { minCharacters } = DEFAULT_COMPLETION_OPTIONS;
  return { ...completion, ...cautionOf(completion.confidence), minCharacters };
}

function explicitOptions(completion: CompletionSettings): CompletionOptions {
  return { ...completion, ...ANYTHING, minCharacters: 1 };
}

function textBefore(document: vscode.TextDocument, position: vscode.Position, length: number): string {
  const start = document.positionAt(Math.max(0, document.offsetAt(position) - length));
  return document.getText(new vscode.Range(start, position));
}

function textAfter(document: vscode.TextDocument, position: vscode.Position, length: number): string {
  const end = document.positionAt(document.offsetAt(position) + length);
  return document.getText(new vscode.Range(position, end));
}

/** Waits, but no longer than until the token says stop. */
function delay(milliseconds: number, token: vscode.CancellationToken): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    const subscription = token.onCancellationRequested(finish);
  });
}
