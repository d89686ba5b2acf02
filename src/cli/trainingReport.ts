import type { CorpusSummary } from '../corpus/types';
import { formatCount, formatDuration, formatLoss, formatPlural, formatProgress, formatSpeed } from '../format';
import { engineText } from '../training/engineName';
import { originText } from '../training/originText';
import { applyTrainingEvent, completedFraction, NO_TRAINING, type TrainingStatus } from '../training/status';
import type { TrainingDone, TrainingEvent, TrainingProgress, TrainingSample, TrainingStep } from '../training/types';

const BAR_WIDTH = 30;
const CLEAR_LINE = '\r\x1b[K';

/** What a training is run for; all else are messages. */
type TrainingResult = TrainingProgress | TrainingSample | TrainingDone;

/** Writes a training's evaluations, samples and end to one stream, and the rest to another. */
export class TrainingReport {
  private status: TrainingStatus = NO_TRAINING;

  /**
   * @param output gets the results, one after the other
   * @param messages gets the rest, and a progress bar beneath all if it is a terminal
   * @param format `inWords` or `asJson`
   */
  constructor(
    private readonly output: Pick<NodeJS.WriteStream, 'write'>,
    private readonly messages: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>,
    private readonly format: (result: TrainingResult) => string,
  ) {}

  readonly show = (event: TrainingEvent): void => {
    this.status = applyTrainingEvent(this.status, event);
    if (this.messages.isTTY) this.messages.write(CLEAR_LINE);
    if (isResult(event)) this.output.write(`${this.format(event)}\n`);
    else this.messages.write(messageOf(event));
    if (this.messages.isTTY) this.messages.write(this.bar());
  };

  private bar(): string {
    const { phase, reading, latest } = this.status;
    if (phase === 'reading') return `Reading files: ${reading?.files ?? 0}`;
    if (phase !== 'training' || !latest) return '';
    const fraction = completedFraction(this.status) ?? 0;
    const text = ` ${formatProgress(fraction)}  ${describe(latest)}`;
    // A line that wraps could not be drawn over.
    const room = this.messages.columns - 1;
    const width = Math.max(0, Math.min(BAR_WIDTH, room - text.length));
    const filled = Math.round(fraction * width);
    return `${'█'.repeat(filled)}${'░'.repeat(width - filled)}${text}`.slice(0, room);
  }
}

/** One JSON object. */
export function asJson(result: TrainingResult): string {
  return JSON.stringify(result);
}

/** Lines for people to read. */
export function inWords(result: TrainingResult): string {
  switch (result.type) {
    case 'progress':
      return `iteration ${result.step}: loss ${formatLoss(result.trainingLoss)}, held-out ${formatLoss(result.validationLoss)}`;
    case 'sample':
      return result.text.trim().replace(/^/gm, '    ');
    case 'done':
      return `${result.steps} iterations in ${formatDuration(result.elapsedSeconds)}; held-out loss ${formatLoss(result.validationLoss)}\n${result.model}`;
  }
}

function isResult(event: TrainingEvent): event is TrainingResult {
  return event.type === 'progress' || event.type === 'sample' || event.type === 'done';
}

function messageOf(event: TrainingEvent): string {
  if (event.type === 'corpus') return describeCorpus(event.summary);
  if (event.type !== 'started') return '';
  const origin = event.origin ? `${originText(event.origin)}\n` : '';
  return `${formatCount(event.parameters)} parameters, preset ${event.preset}, engine ${engineText(event)}\n${origin}`;
}

function describeCorpus(summary: CorpusSummary): string {
  const leftOut = summary.leftOut.map(({ reason, count: files }) => `${formatCount(files)} ${reason}`);
  return (
    `${formatCount(summary.characters)} characters in ${formatPlural(summary.files, 'file')}, ${summary.vocabularySize} of them distinct; ` +
    `${formatCount(summary.heldOutCharacters)} held out\n` +
    (leftOut.length > 0 ? `left out: ${leftOut.join(', ')}\n` : '')
  );
}

function describe({ step, batchLoss, charactersPerSecond, secondsLeft }: TrainingStep): string {
  return `iteration ${step}, loss ${formatLoss(batchLoss)}, ${formatSpeed(charactersPerSecond)}, ${formatDuration(secondsLeft)} left`;
}
