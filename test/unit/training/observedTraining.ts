import { type ProcessOptions } from '../../../src/processes';
import { TrainingProcess } from '../../../src/training/trainingProcess';
import type { TrainingEvent, TrainingRequest } from '../../../src/training/types';

/** A real training process, whose events can be waited for. */
export class ObservedTraining {
  readonly events: TrainingEvent[] = [];
  readonly process: TrainingProcess;
  private waiting: (() => void) | undefined;

  constructor(script: string, request: TrainingRequest, options?: ProcessOptions) {
    const remember = (event: TrainingEvent) => {
      this.events.push(event);
      this.waiting?.();
    };
    this.process = new TrainingProcess(script, request, remember, options);
  }

  /** The next event of that type, seen or still to come. */
  async until<T extends TrainingEvent['type']>(type: T): Promise<Extract<TrainingEvent, { type: T }>> {
    for (;;) {
      const [found] = this.ofType(type);
      if (found) return found;
      const [failure] = this.ofType('failed');
      if (failure) throw new Error(failure.message);
      await new Promise<void>((resolve) => (this.waiting = resolve));
    }
  }

  /** Those seen so far. */
  ofType<T extends TrainingEvent['type']>(type: T): Extract<TrainingEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<TrainingEvent, { type: T }> => event.type === type);
  }
}
