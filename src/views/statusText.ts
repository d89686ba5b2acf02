import type { Refusal } from '../completion/permission';
import { completedFraction, type TrainingStatus } from '../training/status';
import { formatCount, formatLoss, formatProgress, formatTimeLeft } from '../format';
import type { ActiveDocument, Standing } from './standing';

/** What the status bar shows. */
export interface StatusText {
  readonly text: string;
  /** A sentence or two of plain text. */
  readonly tooltip: string;
  /** Something went wrong that the user should know of. */
  readonly warning: boolean;
}

/** A running training comes first, then what is wrong, then how the completions stand. */
export function statusText(standing: Standing): StatusText {
  const {
    text,
    tooltip,
    warning = false,
  } = trainingText(standing.training) ?? modelText(standing) ?? completionsText(standing);
  return { text: `MyGPT: ${text}`, tooltip: `${tooltip} Click for what can be done.`, warning };
}

/** Without the name of the extension, and without how to go on. */
type Words = Pick<StatusText, 'text' | 'tooltip'> & { readonly warning?: true };

function trainingText(status: TrainingStatus): Words | undefined {
  switch (status.phase) {
    case 'idle':
    case 'done':
      return undefined;
    case 'reading':
      return { text: 'reading files', tooltip: 'Reading the text of the workspace.' };
    case 'training':
      return { text: `training${percent(status)}${timeLeft(status)}`, tooltip: lossSentence(status) };
    case 'paused':
      return { text: `paused${percent(status, ' at')}`, tooltip: 'The training is paused.' };
    case 'failed':
      return {
        text: 'training failed',
        tooltip: status.failure?.message ?? 'The training ended unexpectedly.',
        warning: true,
      };
  }
}

function modelText({ model, canSuggest }: Standing): Words | undefined {
  switch (model) {
    case 'ready':
      return undefined;
    case 'none':
      return canSuggest
        ? undefined
        : { text: 'no model', tooltip: 'MyGPT completes your text once it is trained on this workspace.' };
    case 'loading':
      return { text: 'loading', tooltip: 'Loading the model of this workspace.' };
    case 'failed':
      return { text: 'model failed', tooltip: 'The model of this workspace could not be loaded.', warning: true };
  }
}

function completionsText({ model, completions, document }: Standing): Words {
  switch (completions) {
    case 'off':
      return { text: 'off', tooltip: 'Completions are off.' };
    case 'snoozed':
      return { text: 'snoozed', tooltip: 'Completions come back by themselves.' };
    case 'on':
      if (document?.refusal) return refusalText(document, document.refusal);
      return model === 'ready'
        ? { text: 'ready', tooltip: 'MyGPT completes your text as you type.' }
        : {
            text: 'not trained yet',
            tooltip: 'MyGPT suggests what the text of this workspace says. Once it is trained, it suggests more.',
          };
  }
}

function refusalText({ language }: ActiveDocument, refusal: Refusal): Words {
  if (refusal === 'language') {
    return { text: `off for ${language}`, tooltip: `Completions are off in the language “${language}”.` };
  }
  return { text: 'off for this file', tooltip: REFUSALS[refusal] };
}

const REFUSALS: Readonly<Record<Exclude<Refusal, 'language'>, string>> = {
  excluded: 'The setting mygpt.completion.exclude names this file.',
  secret: 'Files that tend to hold secrets are left alone (mygpt.corpus.excludeSecrets).',
  large: 'Large files are left alone (mygpt.corpus.maxFileSize).',
  minified: 'Minified files are left alone.',
};

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
  return `Training on the text of this workspace.${loss}`;
}
