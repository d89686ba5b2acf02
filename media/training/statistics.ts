import type { LanguageCounts, Statistics } from '../../src/completion/statistics';
import { formatCount } from '../../src/format';
import { acceptanceRate, sortedLanguages, statisticsFacts } from '../../src/views/training/statisticsText';
import { button, element } from '../common/dom';
import { showFacts } from './overview';

const EXPLANATION =
  'Characters that you did not have to type: those of accepted suggestions, less a key for each. ' +
  'Only these numbers are kept, and only on this computer.';

/** What the completions saved, and how many of them were accepted in which language. */
export class StatisticsSection {
  private readonly facts = element('dl', { class: 'facts' });
  private readonly rows = element('tbody');
  readonly element: HTMLElement;

  constructor(onReset: () => void) {
    this.element = element(
      'section',
      { class: 'statistics', 'aria-labelledby': 'statistics-title', hidden: '' },
      element('h2', { id: 'statistics-title' }, 'What completions save you'),
      this.facts,
      element('details', {}, element('summary', {}, 'By language'), languageTable(this.rows)),
      element('p', { class: 'note' }, EXPLANATION),
      button('Reset…', onReset, { class: 'secondary', title: 'Begin to count anew' }),
    );
  }

  /** Until anything was counted there is nothing to show. */
  update(statistics: Statistics | undefined): void {
    this.element.hidden = statistics === undefined;
    if (!statistics) return;
    showFacts(this.facts, statisticsFacts(statistics, new Date()));
    this.rows.replaceChildren(...sortedLanguages(statistics).map(languageRow));
  }
}

function languageTable(rows: HTMLTableSectionElement): HTMLTableElement {
  const titles = ['Language', 'Suggested', 'Accepted', 'Share'].map((title, index) =>
    element('th', { scope: 'col', ...(index > 0 && { class: 'number' }) }, title),
  );
  return element(
    'table',
    { 'aria-label': 'Suggestions by language' },
    element('thead', {}, element('tr', {}, ...titles)),
    rows,
  );
}

function languageRow(counts: LanguageCounts): HTMLTableRowElement {
  const values = [formatCount(counts.suggested), formatCount(counts.accepted), acceptanceRate(counts)];
  const cells = values.map((value) => element('td', { class: 'number' }, value));
  return element('tr', {}, element('th', { scope: 'row' }, counts.language), ...cells);
}
