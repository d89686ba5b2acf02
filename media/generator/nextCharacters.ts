import type { Prediction } from '../../src/inference/types';
import { formatProbability } from '../../src/format';
import { characterName } from '../../src/characterName';
import { element, setText } from '../common/dom';

/** What the model holds for the character after the prompt, as bars; a click adds the character to the prompt. */
export class NextCharacters {
  private readonly list = element('ol', { class: 'bars', 'aria-label': 'Next characters', role: 'list' });
  private readonly problem = element('p', { class: 'error', hidden: '' });
  private bars: readonly Bar[] = [];
  readonly element = element(
    'section',
    { class: 'next', 'aria-labelledby': 'next-title' },
    element('h2', { id: 'next-title' }, 'Next character'),
    element('p', { class: 'note' }, 'How likely each is after the prompt. Click one to add it.'),
    this.list,
    this.problem,
  );

  constructor(private readonly onChoose: (character: string) => void) {}

  show(predictions: readonly Prediction[]): void {
    this.list.hidden = false;
    this.problem.hidden = true;
    // Bars are kept, so that the keyboard's focus stays on the one that was pressed.
    if (this.bars.length !== predictions.length) {
      this.bars = predictions.map(() => new Bar(this.onChoose));
      this.list.replaceChildren(...this.bars.map((bar) => bar.element));
    }
    predictions.forEach((prediction, index) => this.bars[index]?.show(prediction));
  }

  fail(message: string): void {
    this.list.hidden = true;
    this.problem.hidden = false;
    setText(this.problem, message);
  }
}

class Bar {
  private readonly name = element('span', { class: 'character' });
  private readonly fill = element('span', { class: 'fill' });
  private readonly percent = element('span', { class: 'percent' });
  private readonly button = element(
    'button',
    { type: 'button', class: 'bar', title: 'Add to the prompt' },
    this.name,
    ' ',
    element('span', { class: 'track', 'aria-hidden': 'true' }, this.fill),
    this.percent,
  );
  private character = '';
  readonly element = element('li', {}, this.button);

  constructor(onChoose: (character: string) => void) {
    this.button.addEventListener('click', () => onChoose(this.character));
  }

  show({ character, probability }: Prediction): void {
    this.character = character;
    setText(this.name, characterName(character));
    setText(this.percent, formatProbability(probability));
    this.fill.style.setProperty('width', `${probability * 100}%`);
  }
}
