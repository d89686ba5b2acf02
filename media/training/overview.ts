import type { TrainingStatus } from '../../src/training/status';
import { formatProgress } from '../../src/format';
import type { TrainingAction } from '../../src/views/training/protocol';
import { headline, outcome, progressOf, trainingFacts, type Fact } from '../../src/views/training/text';
import { element, setText } from '../common/dom';
import { Toolbar } from './toolbar';

const WELCOME =
  'MyGPT trains a small Transformer on the text of this workspace, on this computer, and then suggests the next ' +
  'characters as you type. You watch it learn: its loss falls, and its samples turn from noise into words. It takes ' +
  'a few minutes; you can go on working meanwhile. Nothing ever leaves your machine.';

/** Where the training stands, what can be done, and its numbers. */
export class Overview {
  private readonly title = element('h1');
  private readonly percent = element('span', { class: 'percent' });
  private readonly progress = element('progress', { 'aria-label': 'Training progress', max: '1' });
  private readonly message = element('p', { class: 'message' });
  private readonly facts = element('dl', { class: 'facts' });
  private readonly toolbar: Toolbar;
  readonly element: HTMLElement;

  constructor(onAction: (action: TrainingAction) => void) {
    this.toolbar = new Toolbar(onAction);
    const line = element('div', { class: 'headline' }, this.title, this.percent);
    this.element = element('header', {}, line, this.toolbar.element, this.progress, this.message, this.facts);
  }

  update(status: TrainingStatus): void {
    this.element.classList.toggle('welcome', status.phase === 'idle');
    setText(this.title, status.phase === 'idle' ? 'Train a model on this workspace' : headline(status));
    this.showProgress(progressOf(status));
    this.showMessage(status.phase === 'idle' ? WELCOME : outcome(status), status.phase);
    this.toolbar.update(status);
    showFacts(this.facts, trainingFacts(status));
  }

  private showProgress(progress: ReturnType<typeof progressOf>): void {
    this.progress.hidden = progress === undefined;
    const value = progress?.value;
    if (value === undefined) this.progress.removeAttribute('value');
    else this.progress.value = value;
    setText(this.percent, value === undefined ? '' : formatProgress(value));
  }

  private showMessage(text: string | undefined, phase: TrainingStatus['phase']): void {
    this.message.hidden = text === undefined;
    this.message.classList.toggle('error', phase === 'failed');
    setText(this.message, text ?? '');
  }
}

/** Writes a list of names and values, keeping the elements while the names stay the same. */
export function showFacts(list: HTMLDListElement, facts: readonly Fact[]): void {
  list.hidden = facts.length === 0;
  const shown = [...list.querySelectorAll('dt')].map((term) => term.textContent);
  if (shown.join('\n') !== facts.map(([name]) => name).join('\n')) {
    list.replaceChildren(...facts.map(([name]) => element('div', {}, element('dt', {}, name), element('dd'))));
  }
  list.querySelectorAll('dd').forEach((value, index) => setText(value, facts[index]?.[1] ?? ''));
}
