import { type LanguageCounts, savedToday, type Statistics } from '../../completion/statistics';
import { formatCount, formatDay, formatPlural, formatProgress } from '../../format';
import type { Fact } from './text';

/** What was saved, and the share of all suggestions that was accepted. */
export function statisticsFacts(statistics: Statistics, now: Date): readonly Fact[] {
  const sum = (counts: (each: LanguageCounts) => number) =>
    statistics.languages.reduce((total, each) => total + counts(each), 0);
  const all = { accepted: sum(({ accepted }) => accepted), suggested: sum(({ suggested }) => suggested) };
  return [
    ['Today', formatPlural(savedToday(statistics, now), 'character')],
    [`Since ${formatDay(statistics.since)}`, formatPlural(statistics.saved, 'character')],
    ['Suggestions accepted', `${formatCount(all.accepted)} of ${formatCount(all.suggested)} (${acceptanceRate(all)})`],
  ];
}

/** Most suggestions first. */
export function sortedLanguages({ languages }: Statistics): readonly LanguageCounts[] {
  return [...languages].sort((a, b) => b.suggested - a.suggested);
}

/** "42 %"; of nothing there is no share. */
export function acceptanceRate({ suggested, accepted }: Omit<LanguageCounts, 'language'>): string {
  return suggested === 0 ? '–' : formatProgress(Math.min(1, accepted / suggested));
}
