import type * as vscode from 'vscode';
import type { TrainingStatus } from '../training/status';
import type { TrainingEvent } from '../training/types';
import { Panel } from './panel';
import {
  isTrainingViewMessage,
  type TrainingAction,
  type TrainingPageMessage,
  type TrainingViewMessage,
} from './training/protocol';

/** What the buttons of the view do. */
export type TrainingViewActions = Readonly<Record<TrainingAction, () => void>>;

/** Shows a training as it goes, or the last one. It keeps nothing: what it shows is the status it is given. */
export class TrainingView implements vscode.Disposable {
  private readonly panel: Panel<TrainingViewMessage, TrainingPageMessage>;

  /** Also registers the view with VS Code, to be restored after a window reload. */
  constructor(
    extensionUri: vscode.Uri,
    private readonly status: () => TrainingStatus,
    actions: TrainingViewActions,
  ) {
    this.panel = new Panel({
      extensionUri,
      viewType: 'mygpt.training',
      title: 'MyGPT Training',
      bundle: 'training',
      accepts: isTrainingViewMessage,
      onReady: () => this.refresh(),
      onMessage: ({ action }) => actions[action](),
    });
  }

  show(): void {
    this.panel.show();
  }

  /** Tells an event that `status()` already contains. */
  post(event: TrainingEvent): void {
    void this.panel.post({ type: 'event', event });
  }

  /** Sends the whole status again: after a change that no event tells, such as the beginning of a run. */
  refresh(): void {
    void this.panel.post({ type: 'status', status: this.status() });
  }

  dispose(): void {
    this.panel.dispose();
  }
}
