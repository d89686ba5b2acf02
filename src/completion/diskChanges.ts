import * as vscode from 'vscode';
import { isToolFolder } from '../corpus/toolFolders';
import type { DocumentNews } from '../inference/types';

/** How long changes are gathered before they are told, in milliseconds: one checkout or build makes many. */
const GATHERED_FOR = 1000;
/** More are not named one by one. */
const MOST_NAMED = 200;

/** Tells the memory which files of the workspace have come, changed or gone on disk, whoever did it. */
export class DiskChanges implements vscode.Disposable {
  private readonly changed = new Set<string>();
  private readonly watcher = vscode.workspace.createFileSystemWatcher('**/*');
  private timer: NodeJS.Timeout | undefined;

  /** @param tell does nothing while there is no memory */
  constructor(private readonly tell: (news: DocumentNews) => void) {
    this.watcher.onDidCreate((uri) => this.gather(uri));
    this.watcher.onDidChange((uri) => this.gather(uri));
    this.watcher.onDidDelete((uri) => this.gather(uri));
  }

  dispose(): void {
    this.watcher.dispose();
    clearTimeout(this.timer);
  }

  private gather(uri: vscode.Uri): void {
    if (uri.scheme !== 'file' || this.changed.size > MOST_NAMED) return;
    // Nothing of them is remembered, and installing packages changes them by the ten thousand.
    if (vscode.workspace.asRelativePath(uri).split('/').some(isToolFolder)) return;
    this.changed.add(uri.fsPath);
    this.timer ??= setTimeout(() => this.flush(), GATHERED_FOR);
  }

  private flush(): void {
    this.timer = undefined;
    const paths = this.changed.size > MOST_NAMED ? undefined : [...this.changed];
    this.changed.clear();
    this.tell({ type: 'disk', paths });
  }
}
