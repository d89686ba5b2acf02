/** Something that can be ended; VS Code's `Disposable` is one. */
export interface Disposable {
  dispose(): unknown;
}

export type CompletionsState = 'on' | 'off' | 'snoozed';

/**
 * Keeps the completion provider registered exactly while it can suggest something and may: a model is there, completions
 * are on, and nobody asked for quiet.
 */
export class CompletionSwitch {
  private registration: Disposable | undefined;
  private available = false;
  private enabled = false;
  private snooze: NodeJS.Timeout | undefined;

  /**
   * @param register registers the provider
   * @param onChange called when `state` is another one
   */
  constructor(
    private readonly register: () => Disposable,
    private readonly onChange: () => void,
  ) {}

  get state(): CompletionsState {
    if (!this.enabled) return 'off';
    return this.snooze ? 'snoozed' : 'on';
  }

  /** Whether a model is there. */
  setAvailable(available: boolean): void {
    this.available = available;
    this.apply();
  }

  /** Whether the user wants completions at all. */
  setEnabled(enabled: boolean): void {
    this.enabled = enabled;
    this.apply();
  }

  /** Suggests nothing for a while. */
  snoozeFor(minutes: number): void {
    this.wake();
    this.snooze = setTimeout(() => this.wake(), minutes * 60_000);
    this.apply();
  }

  /** Ends a snooze. */
  wake(): void {
    clearTimeout(this.snooze);
    this.snooze = undefined;
    this.apply();
  }

  dispose(): void {
    clearTimeout(this.snooze);
    this.registration?.dispose();
  }

  private apply(): void {
    if (this.available && this.state === 'on') {
      this.registration ??= this.register();
    } else {
      this.registration?.dispose();
      this.registration = undefined;
    }
    this.onChange();
  }
}
