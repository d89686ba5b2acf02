import { UserError } from '../errors';
import { limitTexts } from '../evaluation/limit';
import { simulateTyping, type TypingResult } from '../evaluation/typing';
import { formatCount } from '../format';
import { readText } from '../inference/evaluate';
import { openModel } from './model';

/** `mygpt evaluate --typing`: types at most `limit` characters of the files, in the order in which they are named. */
export async function evaluateTyping(
  folder: string,
  files: readonly string[],
  limit: number,
  json: boolean,
): Promise<void> {
  const model = await openModel(folder);
  const texts = limitTexts(await Promise.all(files.map(readText)), limit);
  if (texts.every((text) => text === '')) {
    throw new UserError('There is no text to type: the file is empty. Name one that holds text.');
  }
  const showProgress = process.stderr.isTTY && !json;
  const result = await simulateTyping(texts, model, undefined, (done, all) => {
    if (showProgress) process.stderr.write(`\r${Math.floor((100 * done) / all)} % of ${formatCount(all)} characters `);
  });
  if (showProgress) process.stderr.write('\r\x1b[K');
  console.log(json ? JSON.stringify(result) : table(result));
}

function table(result: TypingResult): string {
  const rows = [
    ['characters', formatCount(result.characters)],
    ['keystrokes saved', percent(result.keystrokesSaved)],
    ['  accepting word by word', percent(result.keystrokesSavedByWord)],
    ['  indentation left out', percent(result.keystrokesSavedNetOfIndentation)],
    ['  both', percent(result.keystrokesSavedByWordNetOfIndentation)],
    ['suggestions shown', `${result.shownPer100.toFixed(2)} per 100 characters`],
    ['  all of it right', percent(result.precision)],
    ['  first word right', percent(result.firstWordPrecision)],
    ['wrong characters shown', `${result.wrongCharactersPer100.toFixed(1)} per 100 characters`],
    [
      'time per suggestion',
      `${milliseconds(result.latencyMs.p50)} (median), ${milliseconds(result.latencyMs.p95)} (p95)`,
    ],
  ] as const;
  return rows.map(([name, value]) => `${name.padEnd(25)} ${value}`).join('\n');
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(100 * share).toFixed(1)} %`;
}

function milliseconds(time: number | null): string {
  return time === null ? '–' : `${time.toFixed(1)} ms`;
}
