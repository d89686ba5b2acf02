import type { Generation } from '../../src/views/generator/protocol';
import { formatPlural } from '../../src/format';
import { element, setText } from '../common/dom';

/** The text: the prompt, and behind it what the model makes of it. */
export class Output {
  private readonly prompt = element('span', { class: 'prompt' });
  private readonly continuation = element('span', { class: 'continuation' });
  private readonly text = element('pre', { tabindex: '0', hidden: '' }, this.prompt, this.continuation);
  private readonly state = element(
    'p',
    { class: 'note', role: 'status' },
    'Press Generate to see what the model writes.',
  );
  private readonly problem = element('p', { class: 'error', role: 'alert', hidden: '' });
  readonly element = element(
    'section',
    { class: 'output' },
    element('h2', {}, 'Generated text'),
    this.state,
    this.problem,
    element('div', { role: 'region', 'aria-label': 'Generated text' }, this.text),
  );

  show(generation: Generation): void {
    this.text.hidden = false;
    setText(this.prompt, generation.prompt);
    setText(this.continuation, generation.text);
    setText(this.state, describe(generation));
    this.text.setAttribute('aria-busy', String(generation.state === 'running'));
    this.problem.hidden = generation.message === undefined;
    setText(this.problem, generation.message ?? '');
  }

  append(text: string): void {
    this.continuation.append(text);
  }
}

function describe({ state, text }: Generation): string {
  const written = formatPlural([...text].length, 'character');
  switch (state) {
    case 'running':
      return 'Writing …';
    case 'finished':
      return `${written} written.`;
    case 'stopped':
      return `Stopped after ${written}.`;
    case 'failed':
      return text === '' ? 'Nothing was written.' : `Ended after ${written}.`;
  }
}
