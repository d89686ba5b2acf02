import type { CorpusSummary } from '../corpus/types';
import { formatCount, formatDuration, formatLoss, formatPlural, formatProgress, formatSpeed } from '../format';
import { applyTrainingEvent, completedFraction, NO_TRAINING, type TrainingStatus } from '../training/status';
import type { TrainingEvent, TrainingStep } from '../training/types';

const BAR_WIDTH = 30;
const CLEAR_LINE = '\r\x1b[K';

/** A training for people to read: evaluations and samples as lines, and on a terminal a progress bar beneath them. */
export class TrainingReport {
  private status: TrainingStatus = NO_TRAINING;

  /**
   * @param output gets the results
   * @param messages gets the rest, and the progress bar if it is a terminal
   */
  constructor(
    private readonly output: NodeJS.WritableStream,
    private readonly messages: NodeJS.WriteStream,
  ) {}

  readonly show = (event: TrainingEvent): void => {
    this.status = applyTrainingEvent(this.status, event);
    if (this.messages.isTTY) this.messages.write(CLEAR_LINE);
    const lines = linesOf(event);
    if (event.type === 'corpus' || event.type === 'started') this.messages.write(lines);
    else this.output.write(lines);
    if (this.messages.isTTY) this.messages.write(this.bar());
  };

  private bar(): string {
    const { phase, reading, latest } = this.status;
    if (phase === 'reading') return `Reading files: ${reading?.files ?? 0}`;
    if (phase !== 'training' || !latest) return '';
    const fraction = completedFraction(this.status) ?? 0;
    const filled = Math.round(fraction * BAR_WIDTH);
    return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${formatProgress(fraction)}  ${describe(latest)}`;
  }
}

function linesOf(event: TrainingEvent): string {
  switch (event.type) {
    case 'corpus':
      return describeCorpus(event.summary);
    case 'started':
      return `${formatCount(event.parameters)} parameters, preset ${event.preset}, engine ${event.engine}\n`;
    case 'progress':
      return `iteration ${event.step}: loss ${formatLoss(event.trainingLoss)}, held-out ${formatLoss(event.validationLoss)}\n`;
    case 'sample':
      return `${event.text.trim().replace(/^/gm, '    ')}\n`;
    case 'done':
      return `${event.steps} iterations in ${formatDuration(event.elapsedSeconds)}; held-out loss ${formatLoss(event.validationLoss)}\n${event.model}\n`;
    default:
      return '';
  }
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
