import type { ModelState } from '../../src/views/generator/protocol';
import { formatCount, formatPlural } from '../../src/format';
import { button, element, setText } from '../common/dom';

/** Says which model writes, or why none does. */
export class ModelLine {
  private readonly text = element('p', { role: 'status' });
  private readonly train: HTMLButtonElement;
  readonly element: HTMLElement;

  constructor(onTrain: () => void) {
    this.train = button('Train', onTrain, { hidden: '' });
    this.element = element('div', { class: 'model' }, this.text, this.train);
  }

  show(model: ModelState): void {
    setText(this.text, describe(model));
    this.text.classList.toggle('error', model.state === 'failed');
    this.text.classList.toggle('note', model.state === 'ready' || model.state === 'loading');
    this.train.hidden = model.state !== 'none';
  }
}

function describe(model: ModelState): string {
  switch (model.state) {
    case 'loading':
      return 'Loading the model …';
    case 'none':
      return 'There is no model yet. Train one on this workspace, and see here what it writes.';
    case 'failed':
      return model.message;
    case 'ready':
      return [
        model.name,
        formatPlural(model.parameters, 'parameter'),
        `sees ${formatCount(model.contextLength)} characters back`,
        `knows ${formatCount(model.vocabularySize)} characters`,
      ].join(' · ');
  }
}
