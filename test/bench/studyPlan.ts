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
const LONG_SECONDS = 180;

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

/** Held-out loss against rounds through a short text. */
function shortTexts(
  variant: string,
  text: TextName,
  sizes: readonly (readonly [number, readonly number[]])[],
): Trial[] {
  return sizes.flatMap(([characters, lengths]) =>
    lengths.map((steps) => ({ variant, text, characters, seed: 1, length: { steps } })),
  );
}

const SHORT = [
  [30_000, [100, 200, 400]],
  [100_000, [150, 300, 600]],
] as const;
const SHORT_SLIM = [
  [30_000, [200, 400]],
  [100_000, [300, 600]],
] as const;
const MIDDLE = [[300_000, [750, 1500]]] as const;

/** By importance: what has been done so far, wherever it ends, is a table that says something. */
export const PLAN: readonly Trial[] = [
  ...shortTexts(BASELINE, 'typescript', SHORT),
  trial(BASELINE, 'typescript'),
  trial(BASELINE, 'prose'),
  ...byTurns(['typescript', 'prose']).slice(0, 9),
  trial(BASELINE, 'python'),
  ...shortTexts(BASELINE, 'prose', SHORT),
  ...byTurns(['typescript', 'prose']).slice(9),
  ...shortTexts('width 64, 4 layers', 'typescript', SHORT_SLIM),
  trial(BASELINE, 'prose', 2),
  trial(BASELINE, 'typescript', 2),
  ...byTurns(['prose', 'typescript']),
  trial(BASELINE, 'python', 2),
  trial(BASELINE, 'prose', 3),
  trial(BASELINE, 'typescript', 3),
  trial(BASELINE, 'python', 3),
  trial(BASELINE, 'typescript', 1, LONG_SECONDS),
  trial('width 128, 6 layers', 'typescript', 1, LONG_SECONDS),
  ...shortTexts(BASELINE, 'typescript', MIDDLE),
  ...byTurns(['python']),
];
