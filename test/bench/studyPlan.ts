import type { TextName } from './texts';
import { BASELINE, VARIANTS } from './studyVariants';

/** How long a training is: as long as so many seconds of one processor allow, or so many iterations. */
export type Length = { readonly seconds: number } | { readonly steps: number };

/** A training of the study. */
export interface Trial {
  readonly variant: string;
  readonly text: TextName;
  /** The beginning of the training text, if not all of it. */
  readonly characters?: number;
  readonly length: Length;
  readonly seed: number;
}

/** Of the comparison of recipes: enough for words and the most frequent phrases of a text. */
export const SECONDS = 45;
/** What a training takes by default. */
const USUAL_SECONDS = 180;

const NAMES = Object.keys(VARIANTS);
const CHANGED = NAMES.filter((name) => name !== BASELINE);

const trial = (variant: string, text: TextName, seed = 1, seconds = SECONDS): Trial => ({
  variant,
  text,
  seed,
  length: { seconds },
});

/** Texts by turns, so that a part of the plan tells of all of them. */
function byTurns(texts: readonly TextName[]): Trial[] {
  return CHANGED.map((name, index) => trial(name, texts[index % texts.length] ?? 'prose'));
}

/** Held-out loss against iterations on the beginning of a text. */
function shortText(variant: string, text: TextName, characters: number, lengths: readonly number[]): Trial[] {
  return lengths.map((steps) => ({ variant, text, characters, seed: 1, length: { steps } }));
}

const SHALLOW = 'width 96, 4 layers';
const SHALLOW_AND_WIDE = 'width 96, 4 layers, batch 32';

/** What was close in a short training, in one of the usual length, where depth and larger batches have time to pay. */
const THE_USUAL_TIME: readonly Trial[] = (['typescript', 'prose'] as const).flatMap((text) =>
  [BASELINE, SHALLOW, SHALLOW_AND_WIDE, 'batch 32', 'width 128, 4 layers'].map((name) =>
    trial(name, text, 1, USUAL_SECONDS),
  ),
);

/** By importance: what has been done so far, wherever it ends, is a table that says something. */
export const PLAN: readonly Trial[] = [
  ...shortText(BASELINE, 'typescript', 30_000, [100, 200, 400]),
  ...shortText(BASELINE, 'typescript', 100_000, [300, 600]),
  ...shortText(BASELINE, 'prose', 100_000, [250, 500]),
  ...shortText(BASELINE, 'typescript', 100_000, [1200]),
  ...shortText(BASELINE, 'prose', 100_000, [1000]),
  ...shortText('width 64, 4 layers', 'typescript', 100_000, [600]),
  ...shortText('width 64, 4 layers', 'typescript', 30_000, [200, 400]),
  ...shortText('width 64, 4 layers', 'prose', 100_000, [500]),
  trial(BASELINE, 'typescript'),
  ...byTurns(['typescript', 'prose']).slice(0, 1),
  trial(BASELINE, 'prose'),
  ...byTurns(['typescript', 'prose']).slice(1, 8),
  trial(BASELINE, 'python'),
  trial(SHALLOW, 'prose'),
  trial(SHALLOW, 'python'),
  ...THE_USUAL_TIME,
  trial(SHALLOW_AND_WIDE, 'prose'),
  trial(SHALLOW_AND_WIDE, 'typescript'),
  ...byTurns(['typescript', 'prose']).slice(8),
  trial(BASELINE, 'typescript', 2),
  trial(SHALLOW, 'typescript', 2),
  trial(BASELINE, 'prose', 2),
  trial(SHALLOW, 'prose', 2),
  ...shortText(BASELINE, 'prose', 30_000, [100, 200, 400]),
  ...shortText(BASELINE, 'typescript', 300_000, [750, 1500]),
];
