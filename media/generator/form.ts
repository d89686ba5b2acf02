import type { GenerateRequest } from '../../src/inference/types';
import {
  firstProblem,
  NUMBER_SETTINGS,
  seedFrom,
  SETTING_LIMITS,
  settingProblem,
  type GeneratorSettings,
  type NumberSetting,
} from '../../src/views/generator/settings';
import { button, element, setText } from '../common/dom';

const HINTS: Readonly<Record<NumberSetting, string>> = {
  length: 'characters to write',
  temperature: '0: always the likeliest',
  topK: '0: draw from all',
  seed: 'same seed, same text',
};

export interface GeneratorFormEvents {
  readonly onChange: (settings: GeneratorSettings) => void;
  readonly onPrompt: () => void;
  readonly onGenerate: (request: GenerateRequest) => void;
  readonly onStop: () => void;
}

/** The prompt, the settings and the buttons. */
export class GeneratorForm {
  private readonly promptBox = element('textarea', { id: 'prompt', rows: '4', spellcheck: 'false' });
  private readonly numbers: Readonly<Record<NumberSetting, HTMLInputElement>> = {
    length: numberInput('length', '1'),
    temperature: numberInput('temperature', '0.1'),
    topK: numberInput('topK', '1'),
    seed: numberInput('seed', '1'),
  };
  private readonly newSeed = element('input', { type: 'checkbox', id: 'new-seed' });
  private readonly generate = button('Generate', () => this.submit(), { title: 'Generate (Ctrl+Enter)' });
  private readonly stop = button('Stop', () => this.events.onStop(), { class: 'secondary', title: 'Stop (Escape)' });
  private readonly problem = element('p', { class: 'error', role: 'alert', hidden: '' });
  private running = false;
  readonly element: HTMLElement;

  constructor(
    settings: GeneratorSettings,
    private readonly events: GeneratorFormEvents,
  ) {
    this.promptBox.value = settings.prompt;
    for (const name of NUMBER_SETTINGS) this.numbers[name].value = String(settings[name]);
    this.newSeed.checked = settings.newSeedEachTime;
    this.setRunning(false);
    this.element = this.layOut();
    this.listen();
  }

  get prompt(): string {
    return this.promptBox.value;
  }

  appendToPrompt(character: string): void {
    this.promptBox.value += character;
    this.promptBox.scrollTop = this.promptBox.scrollHeight;
    this.promptChanged();
  }

  setRunning(running: boolean): void {
    this.running = running;
    const stopHadFocus = document.activeElement === this.stop;
    this.stop.disabled = !running;
    if (stopHadFocus && !running) this.generate.focus();
  }

  private layOut(): HTMLElement {
    const fields = NUMBER_SETTINGS.map((name) =>
      element(
        'div',
        { class: 'field' },
        element('label', { for: name }, SETTING_LIMITS[name].name),
        this.numbers[name],
        element('span', { class: 'hint', id: `${name}-hint` }, HINTS[name]),
      ),
    );
    return element(
      'section',
      { class: 'form', 'aria-label': 'Settings' },
      element('label', { for: 'prompt' }, 'Prompt'),
      this.promptBox,
      element('div', { class: 'fields' }, ...fields),
      element('label', { class: 'check' }, this.newSeed, 'New seed each time'),
      element('div', { class: 'toolbar' }, this.generate, this.stop),
      this.problem,
    );
  }

  private listen(): void {
    this.promptBox.addEventListener('input', () => this.promptChanged());
    this.numbers.seed.addEventListener('input', () => (this.newSeed.checked = false));
    this.newSeed.addEventListener('change', () => this.settingsChanged());
    for (const name of NUMBER_SETTINGS) this.numbers[name].addEventListener('input', () => this.settingsChanged());
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.submit();
      else if (event.key === 'Escape' && this.running) this.events.onStop();
    });
  }

  private promptChanged(): void {
    this.settingsChanged();
    this.events.onPrompt();
  }

  private settingsChanged(): void {
    const settings = this.settings();
    this.showProblems(settings);
    if (firstProblem(settings) === undefined) this.events.onChange(settings);
  }

  private submit(): void {
    if (this.newSeed.checked) this.numbers.seed.value = String(seedFrom(Math.random()));
    const settings = this.settings();
    this.showProblems(settings);
    if (firstProblem(settings) !== undefined) return;
    this.events.onChange(settings);
    const { prompt, length, temperature, topK, seed } = settings;
    this.events.onGenerate({ prompt, length, temperature, topK, seed });
  }

  private settings(): GeneratorSettings {
    const number = (name: NumberSetting) => this.numbers[name].valueAsNumber;
    return {
      prompt: this.prompt,
      length: number('length'),
      temperature: number('temperature'),
      topK: number('topK'),
      seed: number('seed'),
      newSeedEachTime: this.newSeed.checked,
    };
  }

  private showProblems(settings: GeneratorSettings): void {
    for (const name of NUMBER_SETTINGS) {
      const wrong = settingProblem(name, settings[name]) !== undefined;
      this.numbers[name].setAttribute('aria-invalid', String(wrong));
    }
    const problem = firstProblem(settings);
    this.problem.hidden = problem === undefined;
    setText(this.problem, problem ?? '');
  }
}

function numberInput(name: NumberSetting, step: string): HTMLInputElement {
  const { min, max } = SETTING_LIMITS[name];
  return element('input', {
    type: 'number',
    id: name,
    step,
    min: String(min),
    max: String(max),
    'aria-describedby': `${name}-hint`,
  });
}
