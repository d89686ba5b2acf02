import { arrayOf, isNumber, isString, objectOf } from '../guards';

/** What the completions were worth. Only counts: no text is kept. */
export interface Statistics {
  /** The day of the first count, such as "2026-11-25", by the clock of this place. */
  readonly since: string;
  /** The last day on which anything was counted, and the keys saved on it. */
  readonly lastDay: { readonly date: string; readonly saved: number };
  /** Keys saved in all: the characters that came by accepting suggestions, less a key for each time. */
  readonly saved: number;
  readonly languages: readonly LanguageCounts[];
}

export interface LanguageCounts {
  /** A language identifier. */
  readonly language: string;
  /** Suggestions made; one that is typed through is still the same. */
  readonly suggested: number;
  /** Suggestions of which at least a piece was accepted. */
  readonly accepted: number;
}

/** Something to be counted. */
export interface Counts {
  readonly suggested?: number;
  readonly accepted?: number;
  readonly saved?: number;
}

const isLanguageCounts = objectOf<LanguageCounts>({ language: isString, suggested: isNumber, accepted: isNumber });

export const isStatistics = objectOf<Statistics>({
  since: isString,
  lastDay: objectOf({ date: isString, saved: isNumber }),
  saved: isNumber,
  languages: arrayOf(isLanguageCounts),
});

/** The statistics of something that has just happened. */
export function statisticsOf(language: string, counts: Counts, now: Date): Statistics {
  const { suggested = 0, accepted = 0, saved = 0 } = counts;
  const date = localDate(now);
  return { since: date, lastDay: { date, saved }, saved, languages: [{ language, suggested, accepted }] };
}

/** The sum of two statistics. */
export function addStatistics(a: Statistics, b: Statistics): Statistics {
  return {
    since: a.since < b.since ? a.since : b.since,
    lastDay: laterDay(a.lastDay, b.lastDay),
    saved: a.saved + b.saved,
    languages: addLanguages(a.languages, b.languages),
  };
}

/** Keys saved on the day of `now`. */
export function savedToday({ lastDay }: Statistics, now: Date): number {
  return lastDay.date === localDate(now) ? lastDay.saved : 0;
}

/** "2026-11-25", by the clock of this place. */
export function localDate(date: Date): string {
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

function laterDay(a: Statistics['lastDay'], b: Statistics['lastDay']): Statistics['lastDay'] {
  if (a.date === b.date) return { date: a.date, saved: a.saved + b.saved };
  return a.date > b.date ? a : b;
}

function addLanguages(a: readonly LanguageCounts[], b: readonly LanguageCounts[]): readonly LanguageCounts[] {
  const sums = new Map<string, LanguageCounts>();
  for (const { language, suggested, accepted } of [...a, ...b]) {
    const sum = sums.get(language) ?? { suggested: 0, accepted: 0 };
    sums.set(language, { language, suggested: sum.suggested + suggested, accepted: sum.accepted + accepted });
  }
  return [...sums.values()];
}
