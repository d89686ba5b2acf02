import type { CompletionsState } from '../completion/switch';
import type { ModelState } from '../inference/modelHost';
import { completedFraction, type TrainingStatus } from '../training/status';
import { formatCount, formatLoss, formatProgress, formatTimeLeft } from '../format';

/** What the status bar shows. */
export interface StatusText {
  readonly text: string;
  /** A sentence or two of plain text. */
  readonly tooltip: string;
  /** What a click does. */
  readonly command: 'mygpt.showTraining' | 'mygpt.toggleCompletions' | 'mygpt.openSampleGenerator' | 'mygpt.showLog';
  /** Something went wrong that the user should know of. */
  readonly warning: boolean;
}

/** A running training comes first, then what is wrong, then how the completions stand. */
export function statusText(status: TrainingStatus, model: ModelState, completions: CompletionsState): StatusText {
  return trainingText(status) ?? modelText(model) ?? completionsText(completions);
}

function trainingText(status: TrainingStatus): StatusText | undefined {
  const shown = { command: 'mygpt.showTraining', warning: false } as const;
  switch (status.phase) {
    case 'idle':
    case 'done':
      return undefined;
    case 'reading':
      return { ...shown, text: 'MyGPT: reading files', tooltip: 'Reading the text of the workspace. Click to watch.' };
    case 'training':
      return { ...shown, text: `MyGPT: training${percent(status)}${timeLeft(status)}`, tooltip: lossSentence(status) };
    case 'paused':
      return {
        ...shown,
        text: `MyGPT: paused${percent(status, ' at')}`,
        tooltip: 'The training is paused. Click to show it and go on.',
      };
    case 'failed':
      return {
        ...shown,
        warning: true,
        text: 'MyGPT: training failed',
        tooltip: `${status.failure?.message ?? 'The training ended unexpectedly.'} Click to see more.`,
      };
  }
}

function modelText(model: ModelState): StatusText | undefined {
  const shown = { command: 'mygpt.showTraining', warning: false } as const;
  switch (model) {
    case 'ready':
      return undefined;
    case 'none':
      return {
        ...shown,
        text: 'MyGPT: no model',
        tooltip: 'MyGPT completes your text once it is trained on this workspace. Click to begin.',
      };
    case 'loading':
      return { ...shown, text: 'MyGPT: loading', tooltip: 'Loading the model of this workspace.' };
    case 'failed':
      return {
        command: 'mygpt.showLog',
        warning: true,
        text: 'MyGPT: model failed',
        tooltip: 'The model of this workspace could not be loaded. Click for the log.',
      };
  }
}

function completionsText(completions: CompletionsState): StatusText {
  switch (completions) {
    case 'on':
      return {
        text: 'MyGPT: ready',
        tooltip: 'MyGPT completes your text as you type. Click to open the sample generator.',
        command: 'mygpt.openSampleGenerator',
        warning: false,
      };
    case 'off':
      return {
        text: 'MyGPT: off',
        tooltip: 'Completions are off. Click to turn them on.',
        command: 'mygpt.toggleCompletions',
        warning: false,
      };
    case 'snoozed':
      return {
        text: 'MyGPT: snoozed',
        tooltip: 'Completions come back by themselves. Click to open the sample generator.',
        command: 'mygpt.openSampleGenerator',
        warning: false,
      };
  }
}

function percent(status: TrainingStatus, before = ''): string {
  const fraction = completedFraction(status);
  return fraction === undefined ? '' : `${before} ${formatProgress(fraction)}`;
}

function timeLeft({ latest }: TrainingStatus): string {
  return latest ? ` (${formatTimeLeft(latest.secondsLeft)} left)` : '';
}

function lossSentence({ evaluations }: TrainingStatus): string {
  const latest = evaluations.at(-1);
  const loss = latest
    ? ` Held-out loss ${formatLoss(latest.validationLoss)} at iteration ${formatCount(latest.step)}.`
    : '';
  return `Training on the text of this workspace.${loss} Click to watch.`;
}
