import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Guard } from '../guards';
import { isReady } from './ready';
import { pageHtml } from './page';

export interface PanelOptions<Incoming> {
  readonly extensionUri: vscode.Uri;
  readonly viewType: string;
  readonly title: string;
  /** The page's script and style sheet are `dist/media/<bundle>.js` and `.css`. */
  readonly bundle: string;
  readonly accepts: Guard<Incoming>;
  /** The page is (again) there and knows nothing: send it the whole state. */
  readonly onReady: () => void;
  readonly onMessage: (message: Incoming) => void;
  readonly onClose?: () => void;
}

/**
 * A webview of which there is at most one. VS Code discards the page of a hidden panel, so what is worth keeping is kept
 * by whoever owns the panel: nothing is posted before the page says `ready`, and then its owner sends the whole state.
 * After a window reload VS Code hands the panel back.
 */
export class Panel<Incoming, Outgoing> implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private pageIsReady = false;
  private readonly serializer: vscode.Disposable;

  constructor(private readonly options: PanelOptions<Incoming>) {
    this.serializer = vscode.window.registerWebviewPanelSerializer(options.viewType, {
      deserializeWebviewPanel: (panel) => {
        this.adopt(panel);
        return Promise.resolve();
      },
    });
  }

  /** Opens the panel, or brings it to the front where it is. */
  show(): void {
    if (this.panel) this.panel.reveal();
    else
      this.adopt(vscode.window.createWebviewPanel(this.options.viewType, this.options.title, vscode.ViewColumn.Active));
  }

  /** Whether there is a page that listens. */
  get isReady(): boolean {
    return this.pageIsReady;
  }

  /** Resolves when the message has been handed over; a page that is not there misses it. */
  async post(message: Outgoing): Promise<void> {
    if (this.panel && this.pageIsReady) await this.panel.webview.postMessage(message);
  }

  dispose(): void {
    this.serializer.dispose();
    this.panel?.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel?.dispose();
    this.panel = panel;
    this.pageIsReady = false;
    panel.onDidDispose(() => this.closed(panel));
    panel.onDidChangeViewState(() => (this.pageIsReady &&= panel.visible));
    panel.webview.onDidReceiveMessage((message: unknown) => this.receive(panel, message));
    panel.iconPath = vscode.Uri.joinPath(this.options.extensionUri, 'media', 'icon.png');
    panel.webview.options = { enableScripts: true, localResourceRoots: [this.mediaUri()] };
    panel.webview.html = this.html(panel.webview);
  }

  private receive(panel: vscode.WebviewPanel, message: unknown): void {
    if (panel !== this.panel) return;
    if (isReady(message)) {
      this.pageIsReady = true;
      this.options.onReady();
    } else if (this.options.accepts(message)) {
      this.options.onMessage(message);
    }
  }

  private closed(panel: vscode.WebviewPanel): void {
    if (panel !== this.panel) return;
    this.panel = undefined;
    this.pageIsReady = false;
    this.options.onClose?.();
  }

  private html(webview: vscode.Webview): string {
    const file = (extension: string) =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.mediaUri(), `${this.options.bundle}.${extension}`)).toString();
    return pageHtml({
      title: this.options.title,
      script: file('js'),
      style: file('css'),
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
    });
  }

  private mediaUri(): vscode.Uri {
    return vscode.Uri.joinPath(this.options.extensionUri, 'dist', 'media');
  }
}
