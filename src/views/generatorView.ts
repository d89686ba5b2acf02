import type * as vscode from 'vscode';
import { isGeneratorViewMessage, type GeneratorPageMessage, type GeneratorViewMessage } from './generator/protocol';
import { GeneratorSession, type GeneratorSource } from './generator/session';
import { Panel } from './panel';

/** Where one plays with the model: it continues a prompt, and shows what it holds for the next character. */
export class GeneratorView implements vscode.Disposable {
  private readonly panel: Panel<GeneratorViewMessage, GeneratorPageMessage>;
  private readonly session: GeneratorSession;

  /** Also registers the view with VS Code, to be restored after a window reload. */
  constructor(extensionUri: vscode.Uri, source: GeneratorSource) {
    this.session = new GeneratorSession(source, (message) => this.panel.post(message));
    this.panel = new Panel({
      extensionUri,
      viewType: 'mygpt.generator',
      title: 'MyGPT Sample Generator',
      bundle: 'generator',
      accepts: isGeneratorViewMessage,
      onReady: () => this.session.ready(),
      onMessage: (message) => this.session.receive(message),
      onClose: () => this.session.cancel(),
    });
  }

  show(): void {
    this.panel.show();
  }

  /** To be called when the model that `source` gives is another one, or gone. */
  modelChanged(): void {
    if (this.panel.isReady) this.session.modelChanged();
  }

  dispose(): void {
    this.session.cancel();
    this.panel.dispose();
  }
}
