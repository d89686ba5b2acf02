import { formatCount, formatLoss } from '../../src/format';
import { element, setText } from '../common/dom';
import type { LossReading } from './chart';

const ENTRIES = [
  { key: 'batch', label: 'Batches' },
  { key: 'training', label: 'Training text' },
  { key: 'heldOut', label: 'Held-out text' },
  { key: 'best', label: 'Best' },
] as const;

/** Names the lines of the chart, with their values at the pointer, or else the latest. */
export class Legend {
  private readonly step = element('span', { class: 'legend-step' });
  private readonly values = ENTRIES.map(() => element('span', { class: 'legend-value' }));
  readonly element = element(
    'div',
    { class: 'legend' },
    ...ENTRIES.map(({ key, label }, index) =>
      element(
        'span',
        { class: 'legend-entry' },
        element('i', { class: `swatch ${key}` }),
        label,
        this.values[index] ?? '',
      ),
    ),
    this.step,
  );

  show(reading: LossReading): void {
    ENTRIES.forEach(({ key }, index) => {
      const value = this.values[index];
      const loss = reading[key];
      if (value) setText(value, loss === null ? '–' : formatLoss(loss));
    });
    setText(this.step, describePlace(reading));
  }
}

function describePlace({ step, evaluatedStep }: LossReading): string {
  if (step === null) return '';
  const evaluated =
    evaluatedStep === null || evaluatedStep === step ? '' : `, evaluated at ${formatCount(evaluatedStep)}`;
  return `at iteration ${formatCount(step)}${evaluated}`;
}
