import type { TrainingStatus } from '../../src/training/status';
import type { TrainingProgress } from '../../src/training/types';
import { formatCount, formatDuration, formatLoss } from '../../src/format';
import { bestEvaluation, hasLosses, lossTable } from '../../src/views/training/curve';
import { lossExplanation } from '../../src/views/training/text';
import { element, setText } from '../common/dom';
import { onThemeChange } from '../common/theme';
import { LossChart } from './chart';
import { Legend } from './legend';

/** The loss curve: chart, legend, what it means, and the same in numbers for those who do not see it. */
export class LossFigure {
  private readonly legend = new Legend();
  private readonly canvas = element('div', { class: 'chart', 'aria-hidden': 'true' });
  private readonly explanation = element('p', { class: 'note' });
  private readonly rows = element('tbody');
  private readonly table = element('details', {}, element('summary', {}, 'In numbers'), evaluationTable(this.rows));
  private readonly chart = new LossChart(this.canvas, (reading) => this.legend.show(reading));
  private evaluations: readonly TrainingProgress[] = [];
  readonly element: HTMLElement;

  constructor() {
    this.element = element(
      'section',
      { class: 'loss', 'aria-labelledby': 'loss-title' },
      element('h2', { id: 'loss-title' }, 'Loss'),
      element(
        'figure',
        { 'aria-label': 'Loss curve' },
        this.legend.element,
        this.canvas,
        element('figcaption', {}, this.explanation),
      ),
      this.table,
    );
    onThemeChange(() => this.chart.recolour());
  }

  update(status: TrainingStatus): void {
    this.element.hidden = !hasLosses(status);
    this.chart.update(lossTable(status));
    setText(this.explanation, lossExplanation(status));
    this.updateTable(status.evaluations);
  }

  private updateTable(evaluations: readonly TrainingProgress[]): void {
    this.table.hidden = evaluations.length === 0;
    if (evaluations === this.evaluations) return;
    this.evaluations = evaluations;
    const best = bestEvaluation(evaluations);
    this.rows.replaceChildren(...evaluations.map((evaluation) => evaluationRow(evaluation, evaluation === best)));
  }
}

function evaluationTable(rows: HTMLTableSectionElement): HTMLTableElement {
  const titles = ['Iteration', 'Training', 'Held-out', 'Time'].map((title) =>
    element('th', { scope: 'col', class: 'number' }, title),
  );
  return element('table', { 'aria-label': 'Losses' }, element('thead', {}, element('tr', {}, ...titles)), rows);
}

function evaluationRow(evaluation: TrainingProgress, best: boolean): HTMLTableRowElement {
  const heldOut = `${formatLoss(evaluation.validationLoss)}${best ? ' (best)' : ''}`;
  const values = [formatLoss(evaluation.trainingLoss), heldOut, formatDuration(evaluation.elapsedSeconds)];
  const cells = values.map((value) => element('td', { class: 'number' }, value));
  return element('tr', {}, element('th', { scope: 'row', class: 'number' }, formatCount(evaluation.step)), ...cells);
}
