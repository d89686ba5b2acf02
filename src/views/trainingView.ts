import type * as vscode from 'vscode';
import type { Statistics } from '../completion/statistics';
import type { TrainingStatus } from '../training/status';
import type { TrainingEvent } from '../training/types';
import { Panel } from './panel';
import {
  isTrainingViewMessage,
  type TrainingPageMessage,
  type TrainingViewMessage,
  type ViewAction,
} from './training/protocol';

/** What the buttons of the view do. */
export type TrainingViewActions = Readonly<Record<ViewAction, () => void>>;

/** What the view shows. */
export interface TrainingViewState {
  readonly status: TrainingStatus;
  readonly statistics: Statistics | undefined;
}

/** Shows a training as it goes, or the last one, and what completions saved. It keeps nothing of what it is given. */
export class TrainingView implements vscode.Disposable {
  private readonly panel: Panel<TrainingViewMessage, TrainingPageMessage>;

  /** Also registers the view with VS Code, to be restored after a window reload. */
  constructor(
    extensionUri: vscode.Uri,
    private readonly state: () => TrainingViewState,
    actions: TrainingViewActions,
  ) {
    this.panel = new Panel({
      extensionUri,
      viewType: 'mygpt.training',
      title: 'MyGPT Training',
      bundle: 'training',
      accepts: isTrainingViewMessage,
      onReady: () => {
        this.refresh();
        this.refreshStatistics();
      },
      onMessage: ({ action }) => actions[action](),
    });
  }

  show(): void {
    this.panel.show();
  }

  /** Tells an event that the status already contains. */
  post(event: TrainingEvent): void {
    void this.panel.post({ type: 'event', event });
  }

  /** Sends the whole status again: after a change that no event tells, such as the beginning of a run. */
  refresh(): void {
    void this.panel.post({ type: 'status', status: this.state().status });
  }

  refreshStatistics(): void {
    void this.panel.post({ type: 'statistics', statistics: this.state().statistics });
  }

  dispose(): void {
    this.panel.dispose();
  }
}
