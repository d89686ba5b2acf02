import type { GeneratorPageMessage, GeneratorViewMessage } from '../../src/views/generator/protocol';
import type { GeneratorSettings } from '../../src/views/generator/settings';
import { element } from '../common/dom';
import { GeneratorForm } from './form';
import { ModelLine } from './modelLine';
import { NextCharacters } from './nextCharacters';
import { Output } from './output';

/** How long the prompt must rest before the next characters are asked for, in milliseconds. */
const PREDICTION_DELAY = 120;

/** The sample generator: puts its parts together, and passes on what they say. */
export class GeneratorPage {
  private readonly form: GeneratorForm;
  private readonly model = new ModelLine(() => this.post({ type: 'train' }));
  private readonly next = new NextCharacters((character) => this.form.appendToPrompt(character));
  private readonly output = new Output();
  private readonly body: HTMLElement;
  private predictionTimer: number | undefined;
  readonly element: HTMLElement;

  constructor(
    settings: GeneratorSettings,
    private readonly post: (message: GeneratorViewMessage) => void,
    remember: (settings: GeneratorSettings) => void,
  ) {
    this.form = new GeneratorForm(settings, {
      onChange: remember,
      onPrompt: () => this.predictSoon(),
      onGenerate: (request) => post({ type: 'generate', request }),
      onStop: () => post({ type: 'stop' }),
    });
    this.body = element(
      'div',
      { class: 'columns', hidden: '' },
      this.form.element,
      this.next.element,
      this.output.element,
    );
    this.element = element('div', {}, element('h1', {}, 'Sample generator'), this.model.element, this.body);
  }

  receive(message: GeneratorPageMessage): void {
    switch (message.type) {
      case 'model':
        this.model.show(message.model);
        // While another model is loading, the page stays as it is.
        if (message.model.state !== 'loading') this.body.hidden = message.model.state !== 'ready';
        if (message.model.state === 'ready') this.predict();
        return;
      case 'generation':
        this.form.setRunning(message.generation.state === 'running');
        this.output.show(message.generation);
        return;
      case 'text':
        this.output.append(message.text);
        return;
      case 'predictions':
        if (message.prompt === this.form.prompt) this.next.show(message.predictions);
        return;
      case 'predictionFailed':
        if (message.prompt === this.form.prompt) this.next.fail(message.message);
    }
  }

  private predictSoon(): void {
    clearTimeout(this.predictionTimer);
    this.predictionTimer = window.setTimeout(() => this.predict(), PREDICTION_DELAY);
  }

  private predict(): void {
    this.post({ type: 'predict', prompt: this.form.prompt });
  }
}
