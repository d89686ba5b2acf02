import { UserError } from '../errors';
import type { TypingAssistant } from '../evaluation/assistant';
import { limitTexts } from '../evaluation/limit';
import { simulateTyping, type TypingResult } from '../evaluation/typing';
import { formatCount } from '../format';
import { readText } from '../inference/evaluate';
import type { LocalLanguageModel } from '../inference/localLanguageModel';
import { openModel } from './model';
import { RememberingAssistant } from './rememberingAssistant';

/**
 * `mygpt evaluate --typing`: types at most `limit` characters of the files, in the order in which they are named.
 *
 * @param folder of the model; may be left out if there is a memory
 * @param memory the folder whose text is remembered, without the files that are typed
 */
export async function evaluateTyping(
  folder: string | undefined,
  memory: string | undefined,
  files: readonly string[],
  limit: number,
  json: boolean,
): Promise<void> {
  const model = folder === undefined && memory !== undefined ? undefined : await openModel(folder);
  const wholeTexts = await Promise.all(files.map(readText));
  const texts = limitTexts(wholeTexts, limit);
  if (texts.every((text) => text === '')) {
    throw new UserError('There is no text to type: the file is empty. Name one that holds text.');
  }
  const assistant = await openAssistant(model, memory, wholeTexts);
  const showProgress = process.stderr.isTTY && !json;
  const result = await simulateTyping(texts, assistant, undefined, (done, all) => {
    if (showProgress) process.stderr.write(`\r${Math.floor((100 * done) / all)} % of ${formatCount(all)} characters `);
  });
  if (showProgress) process.stderr.write('\r\x1b[K');
  console.log(json ? JSON.stringify(result) : table(result));
}

async function openAssistant(
  model: LocalLanguageModel | undefined,
  memory: string | undefined,
  texts: readonly string[],
): Promise<TypingAssistant> {
  if (memory !== undefined) return await RememberingAssistant.open(memory, model, texts);
  if (!model) throw new Error('There is neither a model nor a memory.');
  return model;
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
    ['calibration error', percent(result.calibrationError)],
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
