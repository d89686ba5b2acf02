import * as vscode from 'vscode';
import type { Standing } from './standing';
import { statusMenu } from './statusMenu';
import { statusText, type StatusText } from './statusText';

/** MyGPT's one item in the status bar. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('mygpt.status', vscode.StatusBarAlignment.Right, 100);
  private shown: StatusText | undefined;

  constructor() {
    this.item.name = 'MyGPT';
    this.item.command = 'mygpt.showMenu';
  }

  /** May be called as often as anything changes; the item is touched only when what it shows does. */
  update(standing: Standing): void {
    const next = statusText(standing);
    const { text, tooltip, warning } = next;
    if (JSON.stringify(next) === JSON.stringify(this.shown)) return;
    this.shown = next;
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.backgroundColor = warning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.accessibilityInformation = { label: `${text}. ${tooltip}` };
    this.item.show();
  }

  /** Offers what can be done now, and does what is chosen. */
  async showMenu(standing: Standing): Promise<void> {
    const choice = await vscode.window.showQuickPick(statusMenu(standing), { title: 'MyGPT' });
    if (choice) await vscode.commands.executeCommand(choice.command, ...(choice.arguments ?? []));
  }

  dispose(): void {
    this.item.dispose();
  }
}
