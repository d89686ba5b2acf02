import type { TrainingStatus } from '../../src/training/status';
import { TRAINING_ACTIONS, type TrainingAction } from '../../src/views/training/protocol';
import { availableActions } from '../../src/views/training/text';
import { button, element } from '../common/dom';

const LABELS: Readonly<Record<TrainingAction, string>> = {
  train: 'Train',
  pause: 'Pause',
  resume: 'Resume',
  stop: 'Stop',
  openGenerator: 'Open Sample Generator',
  installTensorFlow: 'Install TensorFlow Engine',
  useOnnxRuntime: 'Use ONNX Runtime',
};

const HINTS: Readonly<Partial<Record<TrainingAction, string>>> = {
  train: 'Train on this workspace',
  stop: 'Stop, and keep the best model so far',
  useOnnxRuntime: 'Go on with the engine that comes with MyGPT',
};

/** The buttons that make sense now; the others are hidden. */
export class Toolbar {
  readonly element = element('div', { class: 'toolbar', role: 'group', 'aria-label': 'Training' });
  private readonly buttons: ReadonlyMap<TrainingAction, HTMLButtonElement>;

  constructor(onAction: (action: TrainingAction) => void) {
    this.buttons = new Map(
      TRAINING_ACTIONS.map((action) => {
        const hint = HINTS[action];
        return [action, button(LABELS[action], () => onAction(action), hint ? { title: hint } : {})];
      }),
    );
    for (const each of this.buttons.values()) each.hidden = true;
    this.element.append(...this.buttons.values());
  }

  update(status: TrainingStatus): void {
    const available = availableActions(status);
    const focused = [...this.buttons.values()].find((each) => each === document.activeElement);
    for (const [action, each] of this.buttons) {
      each.hidden = !available.includes(action);
      each.classList.toggle('secondary', action !== available[0]);
    }
    const first = available[0];
    // Whoever pressed Pause by the keyboard finds Resume under their finger.
    if (focused?.hidden && first) this.buttons.get(first)?.focus();
  }
}
