// What suggestions are worth to somebody who types held-out files: the Transformer's, beside simple models'. `npm run bench
// typing [TEXT…]` trains the default preset on the texts of the benchmarks, prose and typescript unless told, or takes the
// models that `--models FOLDER` has for them; `npm run bench typing --model DIR --workspace FOLDER FILE…` types the files with
// a trained model, the simple models having learnt the folder without them. `--limit CHARACTERS` types no more than the
// beginning (15,000 unless told), `--confidence LEVEL` is the setting of that name.
import { parseArgs } from 'node:util';
import { Vocabulary } from '../../src/corpus/vocabulary';
import { cautionOf, DEFAULT_CONFIDENCE } from '../../src/completion/confidence';
import { type CompletionOptions, DEFAULT_COMPLETION_OPTIONS } from '../../src/completion/suggest';
import type { TypingAssistant } from '../../src/evaluation/assistant';
import { limitTexts } from '../../src/evaluation/limit';
import { simulateTyping, type TypingResult } from '../../src/evaluation/typing';
import { LocalLanguageModel } from '../../src/inference/localLanguageModel';
import { CharacterAssistant } from './baselines/characterAssistant';
import { readText } from './baselines/characterModel';
import { KneserNeyModel } from './baselines/kneserNey';
import { PpmModel } from './baselines/ppm';
import { WordAssistant } from './baselines/wordAssistant';
import { type Cell, printTable } from './table';
import { namedCases, type TypingCase, workspaceCase } from './typingCases';

/** Who suggests, made when its turn comes: each needs its memory. */
type Contestant = readonly [name: string, create: () => TypingAssistant | Promise<TypingAssistant>];

const COLUMNS = [
  'suggestions by',
  'saved %',
  'by word',
  'net of indentation',
  'by word, net',
  'shown/100',
  'right %',
  'first word %',
  'wrong chars/100',
  'calibration error %',
  'p50 ms',
  'p95 ms',
] as const;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      model: { type: 'string' },
      workspace: { type: 'string' },
      models: { type: 'string' },
      limit: { type: 'string', default: '15000' },
      confidence: { type: 'string', default: DEFAULT_CONFIDENCE },
    },
  });
  const { model, workspace, models } = values;
  const options = { ...DEFAULT_COMPLETION_OPTIONS, ...cautionOf(values.confidence) };
  const cases = model === undefined ? namedCases(positionals, models) : workspaceCase(model, workspace, positionals);
  for await (const each of cases) await compare(each, Number(values.limit), options);
}

async function compare(given: TypingCase, limit: number, options: CompletionOptions): Promise<void> {
  const texts = limitTexts(given.texts, limit);
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  console.log(`${given.name}: ${characters} characters of ${texts.length} files, P ≥ ${options.minProbability}`);
  const rows: (readonly Cell[])[] = [];
  for (const [name, create] of contestants(given)) {
    rows.push([name, ...cellsOf(await simulateTyping(texts, await create(), options))]);
  }
  printTable(COLUMNS, rows);
}

function contestants({ workspace, texts, modelFolder }: TypingCase): readonly Contestant[] {
  const vocabulary = new Vocabulary([...new Set(workspace + texts.join(''))].sort());
  return [
    ['Transformer', () => LocalLanguageModel.load(modelFolder)],
    ['Kneser-Ney, 8', () => new CharacterAssistant(new KneserNeyModel(vocabulary, workspace))],
    ['PPMd, 16, adaptive', () => new CharacterAssistant(ppmOf(vocabulary, workspace))],
    ['words', () => new WordAssistant(workspace)],
  ];
}

function ppmOf(vocabulary: Vocabulary, workspace: string): PpmModel {
  const model = new PpmModel(vocabulary);
  readText(model, workspace);
  return model;
}

function cellsOf(result: TypingResult): readonly Cell[] {
  const percent = (share: number | null) => (share === null ? undefined : (100 * share).toFixed(1));
  return [
    percent(result.keystrokesSaved),
    percent(result.keystrokesSavedByWord),
    percent(result.keystrokesSavedNetOfIndentation),
    percent(result.keystrokesSavedByWordNetOfIndentation),
    result.shownPer100.toFixed(1),
    percent(result.precision),
    percent(result.firstWordPrecision),
    result.wrongCharactersPer100.toFixed(1),
    percent(result.calibrationError),
    result.latencyMs.p50?.toFixed(2),
    result.latencyMs.p95?.toFixed(2),
  ];
}

void main();
