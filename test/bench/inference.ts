// How long a suggestion takes. `npm run bench inference` prints a table of milliseconds.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { InferenceProcess } from '../../src/inference/inferenceProcess';
import { LocalLanguageModel } from '../../src/inference/localLanguageModel';
import type { LanguageModel, SuggestRequest } from '../../src/inference/types';
import { Random } from '../../src/random';
import { BuiltChild } from '../unit/inference/builtChild';
import { SHAKESPEARE } from '../unit/inference/shakespeare';

const ROUNDS = 100;
const WARM_UP_ROUNDS = 10;
const CHARACTERS = 40;
const IDLE_SECONDS = 2;
/** Of the suggestion of 40 characters, through the process, from a prompt that it has not seen. */
const GOAL_MILLISECONDS = 30;

interface Row {
  readonly median: number;
  readonly p95: number;
  readonly smallest: number;
}

async function main(): Promise<void> {
  const child = new BuiltChild();
  const local = await LocalLanguageModel.load(SHAKESPEARE);
  const text = await sampleText(local);
  const begin = performance.now();
  const inference = await InferenceProcess.start(SHAKESPEARE, { script: child.script, onCrash: console.error });
  const startMilliseconds = performance.now() - begin;
  try {
    const cold = await measure(() => suggest(inference, prefixOf(text)));
    console.table({
      [`${CHARACTERS} characters, process, cold prompt`]: cold,
      [`${CHARACTERS} characters, process, one character typed`]: await measureTyping(inference, text),
      [`${CHARACTERS} characters, this process, cold prompt`]: await measure(() => suggest(local, prefixOf(text))),
      '1 character, process, cold prompt': await measure(() => suggest(inference, prefixOf(text), 1)),
      'generate a character past the context': await measureGeneration(local),
    });
    console.log(`Start of the process until the model is loaded: ${startMilliseconds.toFixed(0)} ms`);
    console.log(`Processor time of the idle process: ${await idlePercent(child.processId)} %`);
    const verdict = cold.median <= GOAL_MILLISECONDS ? 'reached' : 'MISSED';
    console.log(`Goal, a median of at most ${GOAL_MILLISECONDS} ms from a cold prompt: ${verdict}`);
  } finally {
    inference.dispose();
    child.remove();
  }
}

async function sampleText(model: LanguageModel): Promise<string> {
  let text = '';
  const request = { prompt: '\n', length: 3000, temperature: 1, topK: 0, seed: 1 };
  await model.generate(request, (piece) => (text += piece));
  return text;
}

const random = new Random(2);

function prefixOf(text: string): string {
  return text.slice(0, 200 + random.integer(text.length - 200));
}

async function suggest(model: LanguageModel, prefix: string, maxCharacters = CHARACTERS): Promise<void> {
  // No threshold and several lines, so that all the characters are computed.
  const request: SuggestRequest = {
    prefix: prefix.slice(-400),
    suffix: '',
    maxCharacters,
    minProbability: 0,
    multiline: true,
  };
  const { characters } = await model.suggest(request);
  if (characters.length !== maxCharacters) throw new Error(`Asked for ${maxCharacters}, got ${characters.length}.`);
}

async function measureTyping(model: LanguageModel, text: string): Promise<Row> {
  let typed = 500;
  return await measure(() => suggest(model, text.slice(0, typed++)));
}

async function measureGeneration(model: LanguageModel): Promise<Row> {
  const length = 164;
  const request = { prompt: 'O', length, temperature: 1, topK: 0, seed: 1 };
  const times: number[] = [];
  let last = performance.now();
  await model.generate(request, () => {
    times.push(performance.now() - last);
    last = performance.now();
  });
  return summary(times.slice(-100));
}

async function measure(run: () => Promise<void>): Promise<Row> {
  for (let round = 0; round < WARM_UP_ROUNDS; round++) await run();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const begin = performance.now();
    await run();
    times.push(performance.now() - begin);
  }
  return summary(times);
}

function summary(times: readonly number[]): Row {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (fraction: number) => Math.round(100 * (sorted[Math.floor(fraction * (sorted.length - 1))] ?? NaN)) / 100;
  return { median: at(0.5), p95: at(0.95), smallest: at(0) };
}

/** How busy a process is that has nothing to do; only Linux tells. */
async function idlePercent(processId: number): Promise<string> {
  if (process.platform !== 'linux') return '?';
  const before = processorTicks(processId);
  await sleep(IDLE_SECONDS * 1000);
  return ((processorTicks(processId) - before) / IDLE_SECONDS).toFixed(1);
}

/** In hundredths of a second. */
function processorTicks(processId: number): number {
  const fields = readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

void main();
