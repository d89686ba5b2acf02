import type { CorpusSummary, LeftOut, LeftOutReason } from '../../corpus/types';
import { formatCount, formatPlural, formatProgress } from '../../format';

/** Why files were left out, in the user's words. */
export const LEFT_OUT_TEXTS: Readonly<Record<LeftOutReason, string>> = {
  ignored: 'Ignored by .gitignore',
  excluded: 'Excluded by a setting',
  secret: 'May hold secrets',
  binary: 'Not text',
  'not UTF-8': 'Not valid UTF-8',
  'too large': 'Too large',
  generated: 'Minified or generated',
  'lock file': 'Lock file',
  duplicate: 'Same as another file',
  empty: 'Empty',
  'symbolic link': 'Symbolic link, which is not followed',
  unreadable: 'Could not be read',
  sampled: 'Over the limit of text',
};

/** Most files first, so that a surprise stands at the top. */
export function sortedLeftOut(summary: CorpusSummary): readonly LeftOut[] {
  return [...summary.leftOut].filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
}

/** "a.ts, b.ts, …" */
export function formatExamples({ count, examples }: LeftOut): string {
  const list = examples.join(', ');
  return count > examples.length && list !== '' ? `${list}, …` : list;
}

/** "12 files or folders were left out." */
export function leftOutSummary(summary: CorpusSummary): string {
  const count = summary.leftOut.reduce((sum, entry) => sum + entry.count, 0);
  if (count === 0) return 'Nothing was left out.';
  return count === 1 ? '1 file or folder was left out.' : `${formatCount(count)} files or folders were left out.`;
}

/** What a reader should know beside the numbers, a sentence each. */
export function corpusNotes(summary: CorpusSummary): readonly string[] {
  const sampled = summary.leftOut.find(({ reason }) => reason === 'sampled')?.count ?? 0;
  const notes: string[] = [];
  if (sampled > 0) {
    notes.push(
      `The workspace holds more text than the setting mygpt.corpus.maxCharacters allows, so files were taken evenly ` +
        `from all of it; ${formatPlural(sampled, 'file')} ${sampled === 1 ? 'was' : 'were'} not used.`,
    );
  }
  if (summary.unknownCharacters > 0) {
    const [are, them] = summary.unknownCharacters === 1 ? ['is', 'it'] : ['are', 'them'];
    notes.push(
      `${formatPlural(summary.unknownCharacters, 'character')} of the text ${are} too rare to learn; ` +
        `the model never suggests ${them}.`,
    );
  }
  return notes;
}

/** "112,004 characters (9 %) of 41 files". */
export function heldOutText(summary: CorpusSummary): string {
  const share = formatProgress(summary.heldOutCharacters / Math.max(1, summary.characters));
  const where =
    summary.heldOutBy === 'files' ? formatPlural(summary.heldOutFiles, 'whole file') : 'the end of the text';
  return `${formatPlural(summary.heldOutCharacters, 'character')} (${share}), ${where}`;
}
