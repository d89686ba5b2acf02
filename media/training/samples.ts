import type { TrainingStatus } from '../../src/training/status';
import type { TrainingSample } from '../../src/training/types';
import { formatCount, formatLoss } from '../../src/format';
import { hasLosses } from '../../src/views/training/curve';
import { element, setText } from '../common/dom';

/** What the model wrote along the way, newest first. */
export class SampleList {
  private readonly list = element('ol', { class: 'samples', 'aria-label': 'Samples', role: 'list' });
  private readonly note = element('p', { class: 'note' });
  private shown: readonly TrainingSample[] = [];
  readonly element: HTMLElement;

  constructor() {
    this.element = element(
      'section',
      { class: 'samples-section', 'aria-labelledby': 'samples-title' },
      element('h2', { id: 'samples-title' }, 'From noise to words'),
      this.note,
      this.list,
    );
  }

  update(status: TrainingStatus): void {
    const { samples, evaluations } = status;
    this.element.hidden = samples.length === 0 && !hasLosses(status);
    setText(
      this.note,
      samples.length === 0
        ? 'After each evaluation the model writes a few lines; they appear here.'
        : 'What the model writes by itself, newest first.',
    );
    const losses = new Map(evaluations.map(({ step, validationLoss }) => [step, validationLoss]));
    this.dropRepeated(samples);
    for (const sample of samples.slice(this.shown.length))
      this.list.prepend(sampleItem(sample, losses.get(sample.step)));
    this.shown = samples;
  }

  /** A new run, or one that goes on from a checkpoint, takes back samples. */
  private dropRepeated(samples: readonly TrainingSample[]): void {
    const known = this.shown.every(
      (sample, index) => sample.step === samples[index]?.step && sample.text === samples[index].text,
    );
    if (known) return;
    this.list.replaceChildren();
    this.shown = [];
  }
}

function sampleItem({ step, text }: TrainingSample, loss: number | undefined): HTMLLIElement {
  const when = element('div', { class: 'when' }, element('strong', {}, `Iteration ${formatCount(step)}`));
  if (loss !== undefined) when.append(element('span', {}, `held-out loss ${formatLoss(loss)}`));
  return element('li', {}, when, element('pre', {}, text));
}
