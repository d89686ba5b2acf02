import { LocalLanguageModel } from '../../../src/inference/localLanguageModel';
import { BuiltChild } from '../../unit/inference/builtChild';
import { SHAKESPEARE } from '../../unit/inference/shakespeare';
import { DefaultModel } from '../defaultModel';
import {
  measureDecoding,
  measureStarts,
  measureSuggestions,
  measureTyping,
  measureUsage,
  startProcess,
  type Times,
} from '../inferenceTimes';
import { loadOfMachine } from '../interleaved';
import { median, quantile } from '../statistics';
import type { Figure } from '../summary';
import { printTable } from '../table';

const COMMAND = 'npm run bench inference';

export interface InferenceRounds {
  /** Windows that are decoded. */
  readonly windows: number;
  /** Suggestions whose time is measured. */
  readonly suggestions: number;
  readonly starts: number;
  /** Suggestions before the memory is read. */
  readonly suggestionsOfUsage: number;
  readonly idleSeconds: number;
}

export const INFERENCE_ROUNDS: InferenceRounds = {
  windows: 300,
  suggestions: 100,
  starts: 15,
  suggestionsOfUsage: 1000,
  idleSeconds: 10,
};

interface Row {
  readonly what: string;
  /** Of which the median counts; a single reading is a list of one, and one that this machine does not give an empty one. */
  readonly values: readonly number[];
  readonly unit: 'ms' | 'MB' | '%';
  /** At most this. */
  readonly goal?: number;
}

/** Prints what the default model costs to use, and how long suggestions of the model of Shakespeare take. */
export async function inferenceSection(rounds: InferenceRounds = INFERENCE_ROUNDS): Promise<Figure[]> {
  const child = new BuiltChild();
  const model = await DefaultModel.write();
  try {
    console.log(`Load of the machine: ${loadOfMachine()}`);
    const rows = [...(await defaultModelRows(child, model.folder, rounds)), ...(await suggestionRows(child, rounds))];
    print(rows);
    return rows.flatMap(figuresOf);
  } finally {
    model.remove();
    child.remove();
  }
}

async function defaultModelRows(child: BuiltChild, folder: string, rounds: InferenceRounds): Promise<Row[]> {
  const { prefill, character } = await measureDecoding(folder, rounds.windows);
  const { ready, processor, firstAnswer } = await measureStarts(child, folder, rounds.starts);
  const usage = await measureUsage(child, folder, rounds.suggestionsOfUsage, rounds.idleSeconds);
  return [
    { what: 'a character with the cache, 1 thread', values: character, unit: 'ms', goal: 0.3 },
    { what: 'reading 32 characters, 1 thread', values: prefill, unit: 'ms', goal: 1 },
    { what: 'start of the process until the model is ready', values: ready, unit: 'ms', goal: 200 },
    { what: 'of it, processor time', values: processor, unit: 'ms' },
    { what: 'start until a first suggestion', values: firstAnswer, unit: 'ms' },
    { what: 'memory of the process, model loaded', values: reading(usage.loaded), unit: 'MB' },
    {
      what: `memory after ${rounds.suggestionsOfUsage} suggestions`,
      values: reading(usage.afterSuggestions),
      unit: 'MB',
      goal: 150,
    },
    { what: 'processor time of the idle process', values: reading(usage.idlePercent), unit: '%', goal: 0.2 },
  ];
}

async function suggestionRows(child: BuiltChild, { suggestions }: InferenceRounds): Promise<Row[]> {
  const text = await sampleText();
  const inference = await startProcess(child, SHAKESPEARE);
  try {
    const suggestion = 'Shakespeare, 40 characters through the process';
    return [
      {
        what: `${suggestion}, new prompt`,
        values: await measureSuggestions(inference, text, suggestions),
        unit: 'ms',
        goal: 30,
      },
      {
        what: `${suggestion}, a character typed`,
        values: await measureTyping(inference, text, suggestions),
        unit: 'ms',
      },
    ];
  } finally {
    inference.dispose();
  }
}

async function sampleText(): Promise<string> {
  const model = await LocalLanguageModel.load(SHAKESPEARE);
  let text = '';
  const request = { prompt: '\n', length: 3000, temperature: 1, topK: 0, seed: 1 };
  await model.generate(request, (piece) => (text += piece));
  return text;
}

function reading(value: number | undefined): Times {
  return value === undefined ? [] : [value];
}

function print(rows: readonly Row[]): void {
  printTable(
    ['', 'median', 'smallest', '95 % within', '', 'goal', ''],
    rows.map(({ what, values, unit, goal }) => [
      what,
      inDigits(median(values)),
      inDigits(quantile(values, 0)),
      inDigits(quantile(values, 0.95)),
      unit,
      goal === undefined ? undefined : `≤ ${goal}`,
      goal === undefined || values.length === 0 ? undefined : verdict(median(values) <= goal),
    ]),
  );
}

function figuresOf({ what, values, unit, goal }: Row): Figure[] {
  if (goal === undefined || values.length === 0) return [];
  const measured = `${inDigits(median(values))} ${unit}`;
  return [
    { what, measured, goal: { inWords: `≤ ${goal} ${unit}`, reached: median(values) <= goal }, command: COMMAND },
  ];
}

function verdict(reached: boolean): string {
  return reached ? 'reached' : 'MISSED';
}

/** As precisely as such a measurement deserves. */
function inDigits(value: number): string {
  if (Number.isNaN(value)) return '?';
  return value.toFixed(value < 2 ? 2 : value < 30 ? 1 : 0);
}
