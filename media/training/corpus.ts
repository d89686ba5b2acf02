import type { CorpusSummary, LeftOut } from '../../src/corpus/types';
import type { TrainingStatus } from '../../src/training/status';
import { formatCount, formatPlural } from '../../src/format';
import {
  corpusNotes,
  formatExamples,
  heldOutText,
  LEFT_OUT_TEXTS,
  leftOutSummary,
  sortedLeftOut,
} from '../../src/views/training/corpusText';
import { element, setText } from '../common/dom';
import { showFacts } from './overview';

/** What the model learns from, and what was left out and why. */
export class CorpusSection {
  private readonly facts = element('dl', { class: 'facts' });
  private readonly notes = element('div');
  private readonly leftOut = element('summary');
  private readonly rows = element('tbody');
  private readonly details = element('details', {}, this.leftOut, leftOutTable(this.rows));
  private shown: CorpusSummary | undefined;
  readonly element = element(
    'section',
    { class: 'corpus', 'aria-labelledby': 'corpus-title', hidden: '' },
    element('h2', { id: 'corpus-title' }, 'The text it learns from'),
    this.facts,
    this.notes,
    this.details,
  );

  update({ corpus }: TrainingStatus): void {
    this.element.hidden = corpus === undefined;
    if (!corpus || corpus === this.shown) return;
    this.shown = corpus;
    showFacts(this.facts, [
      ['Files', formatCount(corpus.files)],
      ['Characters', formatCount(corpus.characters)],
      ['Vocabulary', formatPlural(corpus.vocabularySize, 'distinct character')],
      ['Held out to test on', heldOutText(corpus)],
    ]);
    this.notes.replaceChildren(...corpusNotes(corpus).map((note) => element('p', {}, note)));
    setText(this.leftOut, leftOutSummary(corpus));
    const leftOut = sortedLeftOut(corpus);
    this.rows.replaceChildren(...leftOut.map(leftOutRow));
    this.details.classList.toggle('empty', leftOut.length === 0);
  }
}

function leftOutTable(rows: HTMLTableSectionElement): HTMLTableElement {
  const titles = ['Why', 'How many', 'Such as'].map((title) => element('th', { scope: 'col' }, title));
  return element('table', {}, element('thead', {}, element('tr', {}, ...titles)), rows);
}

function leftOutRow(entry: LeftOut): HTMLTableRowElement {
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, LEFT_OUT_TEXTS[entry.reason]),
    element('td', { class: 'number' }, formatCount(entry.count)),
    element('td', { class: 'examples' }, formatExamples(entry)),
  );
}
