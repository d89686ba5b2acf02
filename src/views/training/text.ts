import { completedFraction, type TrainingStatus } from '../../training/status';
import { engineText } from '../../training/engineName';
import { originText } from '../../training/originText';
import {
  formatChoices,
  formatCount,
  formatDate,
  formatDuration,
  formatLoss,
  formatPlural,
  formatSpeed,
  formatTimeLeft,
} from '../../format';
import { bestEvaluation } from './curve';
import type { TrainingAction } from './protocol';

/** What can be asked for now; the first is what one most likely wants. */
export function availableActions({ phase, failure }: TrainingStatus): readonly TrainingAction[] {
  switch (phase) {
    case 'idle':
      return ['train'];
    case 'reading':
      return ['stop'];
    case 'training':
      return ['pause', 'stop'];
    case 'paused':
      return ['resume', 'stop'];
    case 'done':
      return ['openGenerator', 'train'];
    case 'failed':
      return [...(failure?.remedies ?? []), ...(failure?.resumable ? (['resume'] as const) : []), 'train'];
  }
}

/** Where the training stands, in a few words. */
export function headline(status: TrainingStatus): string {
  const { phase, reading, started, done } = status;
  switch (phase) {
    case 'idle':
      return 'Not trained yet';
    case 'reading':
      return reading ? `Reading the workspace: ${formatPlural(reading.files, 'file')}` : 'Reading the workspace';
    case 'training':
      return started ? iterationText(status) : 'Preparing to train';
    case 'paused':
      return started ? `Paused at ${iterationText(status).toLowerCase()}` : 'Paused';
    case 'done':
      return done
        ? `Trained: ${formatPlural(done.steps, 'iteration')} in ${formatDuration(done.elapsedSeconds)}`
        : 'Trained';
    case 'failed':
      return 'Training failed';
  }
}

function iterationText({ started, latest }: TrainingStatus): string {
  const step = latest?.step ?? started?.step ?? 0;
  const of = started?.steps === undefined ? '' : ` of ${formatCount(started.steps)}`;
  return `Iteration ${formatCount(step)}${of}`;
}

/** What the progress bar shows: a fraction, `undefined` while it is unknown, or nothing at all. */
export function progressOf(status: TrainingStatus): { readonly value: number | undefined } | undefined {
  switch (status.phase) {
    case 'idle':
    case 'done':
    case 'failed':
      return undefined;
    case 'reading':
      return { value: undefined };
    case 'training':
    case 'paused':
      return { value: completedFraction(status) };
  }
}

/** What there is to say of a run: how it ended, or that its model is in use already. */
export function outcome({ phase, done, failure, usable }: TrainingStatus): string | undefined {
  if (phase === 'failed') return failure?.message ?? 'The training ended unexpectedly.';
  if (phase === 'training' && usable)
    return 'Your text is being completed already, and better as the training goes on.';
  if (phase !== 'done' || !done) return undefined;
  return (
    `The model is ready to complete your text. On text it has never seen its loss is ` +
    `${formatLoss(done.validationLoss)}: as unsure as a blind guess among ${formatChoices(done.validationLoss)} characters.`
  );
}

/** A name and a value. */
export type Fact = readonly [name: string, value: string];

/** The numbers of a run, in a fixed order; what is not known yet is left out. */
export function trainingFacts(status: TrainingStatus): readonly Fact[] {
  const { phase, started, latest, evaluations, startedAt, done } = status;
  const best = bestEvaluation(evaluations);
  const running = phase === 'training' || phase === 'paused';
  const facts: Fact[] = [];
  if (running && latest) facts.push(['Time left', formatTimeLeft(latest.secondsLeft)]);
  if (latest && !done) facts.push(['Time spent', formatDuration(latest.elapsedSeconds)]); // the headline says it then
  if (latest) facts.push(['Speed', formatSpeed(latest.charactersPerSecond)]);
  if (best) facts.push(['Best held-out loss', `${formatLoss(best.validationLoss)} at ${formatCount(best.step)}`]);
  if (started) {
    facts.push(['Parameters', formatCount(started.parameters)]);
    facts.push(['Engine', engineText(started)]);
    facts.push(['Preset', started.preset]);
    if (started.origin) facts.push(['Model', originText(started.origin)]);
  }
  if ((phase === 'done' || phase === 'failed') && startedAt) facts.push(['Started', formatDate(startedAt)]);
  return facts;
}

/** What a loss means, with the numbers of this very run. */
export function lossExplanation({ batchLosses, evaluations, corpus }: TrainingStatus): string {
  const meaning = 'Loss is the model’s surprise at the next character; lower is better.';
  const now = evaluations.at(-1)?.validationLoss ?? batchLosses.at(-1)?.loss;
  if (now === undefined) return meaning;
  const known = corpus?.vocabularySize ?? Infinity;
  if (Math.exp(now) >= known) {
    return `${meaning} At ${formatLoss(now)} it does no better than a blind guess among the ${formatCount(known)} characters it knows.`;
  }
  const of = corpus ? `, of the ${formatCount(known)} it knows` : '';
  return `${meaning} At ${formatLoss(now)} it is as unsure as a blind guess among ${formatChoices(now)} characters${of}.`;
}

/** What a screen reader is told of a change; single steps are passed over in silence. */
export function announcement(before: TrainingStatus, after: TrainingStatus): string | undefined {
  if (after.phase !== before.phase) return [headline(after), outcome(after)].filter(Boolean).join('. ');
  const latest = after.evaluations.at(-1);
  if (!latest || latest === before.evaluations.at(-1)) return undefined;
  return `Iteration ${formatCount(latest.step)}: held-out loss ${formatLoss(latest.validationLoss)}.`;
}
