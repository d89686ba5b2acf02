import * as vscode from 'vscode';
import type { CompletionsState } from '../completion/switch';
import type { ModelState } from '../inference/modelHost';
import type { TrainingStatus } from '../training/status';
import { statusText, type StatusText } from './statusText';

/** MyGPT's one item in the status bar. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('mygpt.status', vscode.StatusBarAlignment.Right, 100);
  private shown: StatusText | undefined;

  constructor() {
    this.item.name = 'MyGPT';
  }

  /** May be called as often as anything changes; the item is touched only when what it shows does. */
  update(status: TrainingStatus, model: ModelState, completions: CompletionsState): void {
    const next = statusText(status, model, completions);
    const { text, tooltip, command, warning } = next;
    if (JSON.stringify(next) === JSON.stringify(this.shown)) return;
    this.shown = next;
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.command = command;
    this.item.backgroundColor = warning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.accessibilityInformation = { label: `${text}. ${tooltip}` };
    this.item.show();
  }

  dispose(): void {
    this.item.dispose();
  }
}
