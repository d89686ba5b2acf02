import type { Refusal } from '../completion/permission';
import type { CompletionsState } from '../completion/switch';
import type { ModelState } from '../inference/modelHost';
import type { TrainingStatus } from '../training/status';

/** How things stand: what the status bar and its menu tell. */
export interface Standing {
  readonly training: TrainingStatus;
  readonly model: ModelState;
  /** Whether there is something that suggests: the model, or the memory alone. */
  readonly canSuggest: boolean;
  readonly completions: CompletionsState;
  /** What is being edited, if it is something that MyGPT can complete. */
  readonly document?: ActiveDocument | undefined;
}

export interface ActiveDocument {
  /** Its language identifier. */
  readonly language: string;
  /** Why nothing is suggested in it, if so. */
  readonly refusal?: Refusal | undefined;
}
