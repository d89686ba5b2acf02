import { setTimeout as sleep } from 'node:timers/promises';
import { Decoder } from '../../src/inference/decoder';
import { InferenceProcess } from '../../src/inference/inferenceProcess';
import { openDecodeSession } from '../../src/inference/session';
import { suggestFrom } from '../../src/inference/suggest';
import type { LanguageModel, SuggestRequest } from '../../src/inference/types';
import { readModelFolder } from '../../src/model/folder';
import { Random } from '../../src/random';
import type { BuiltChild } from '../unit/inference/builtChild';
import { CHARACTERS } from './defaultModel';
import { processorMilliseconds, residentMegabytes } from './processUsage';

/** Milliseconds, one entry a round. */
export type Times = readonly number[];

/** No threshold and several lines, so that all the characters are computed, however many of them are suggested. */
const EVERYTHING = { suffix: '', minCharacters: 1, minProbability: 0, wrongCost: 0, multiline: true };

/** What the graph and the choice of characters take, without a process between. */
export interface DecodingTimes {
  /** To read so many characters from nothing. */
  readonly prefill: Times;
  /** To choose a character and read it, with the cache; the mean of as many as follow the prefill in a window. */
  readonly character: Times;
}

/** Times of a model's decoder, on one thread: half a window read at once, then a character at a time until it is full. */
export async function measureDecoding(folder: string, rounds: number, warmUpRounds = 20): Promise<DecodingTimes> {
  const { onnx, configuration, vocabulary } = await readModelFolder(folder);
  const session = await openDecodeSession(onnx, configuration);
  const decoder = Decoder.fast(session);
  const random = new Random(1);
  const half = configuration.context_length / 2;
  const prefill: number[] = [];
  const character: number[] = [];
  for (let round = 0; round < warmUpRounds + rounds; round++) {
    const prompt = Array.from({ length: half }, () => random.integer(vocabulary.size));
    const begin = performance.now();
    const state = await decoder.read(prompt);
    const read = performance.now();
    await suggestFrom(state, decoder, vocabulary, { ...EVERYTHING, prefix: '', maxCharacters: half + 1 });
    const end = performance.now();
    if (round < warmUpRounds) continue;
    prefill.push(read - begin);
    character.push((end - read) / half); // the last one is chosen, but not read
  }
  return { prefill, character };
}

/** From the start of the process until the model is loaded, and until it has made a first suggestion. */
export interface StartTimes {
  readonly ready: Times;
  /** What the process has had of the processor by then; a busy machine does not change it much. Empty if it is not told. */
  readonly processor: Times;
  readonly firstAnswer: Times;
}

/** Starts the inference process as it ships, again and again. */
export async function measureStarts(child: BuiltChild, folder: string, rounds: number): Promise<StartTimes> {
  const ready: number[] = [];
  const processor: number[] = [];
  const firstAnswer: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now();
    const inference = await startProcess(child, folder);
    ready.push(performance.now() - begin);
    const had = processorMilliseconds(child.processId);
    if (had !== undefined) processor.push(had);
    await suggestEverything(inference, 'return', 1);
    firstAnswer.push(performance.now() - begin);
    inference.dispose();
  }
  return { ready, processor, firstAnswer };
}

/** What a process takes of the machine. Undefined is what this machine does not tell. */
export interface Usage {
  /** Resident, in MB. */
  readonly loaded: number | undefined;
  readonly afterSuggestions: number | undefined;
  /** Of one processor, in percent, while there is nothing to do. */
  readonly idlePercent: number | undefined;
}

/** The memory of the inference process before and after so many suggestions of 40 characters, and what it does when idle. */
export async function measureUsage(
  child: BuiltChild,
  folder: string,
  suggestions: number,
  idleSeconds: number,
): Promise<Usage> {
  const inference = await startProcess(child, folder);
  try {
    const loaded = residentMegabytes(child.processId);
    const random = new Random(1);
    for (let count = 0; count < suggestions; count++) {
      await suggestEverything(inference, randomText(random, 100));
    }
    const afterSuggestions = residentMegabytes(child.processId);
    return { loaded, afterSuggestions, idlePercent: await idlePercent(child.processId, idleSeconds) };
  } finally {
    inference.dispose();
  }
}

/** Suggestions of 40 characters to somebody who jumps about in a text, so that nothing that was read is of use. */
export async function measureSuggestions(model: LanguageModel, text: string, rounds: number): Promise<Times> {
  const random = new Random(2);
  return await measure(rounds, () => {
    const prefix = text.slice(0, 200 + random.integer(text.length - 200));
    return suggestEverything(model, prefix);
  });
}

/** The same to somebody who types on. */
export async function measureTyping(model: LanguageModel, text: string, rounds: number): Promise<Times> {
  let typed = 500;
  return await measure(rounds, () => suggestEverything(model, text.slice(0, typed++)));
}

export async function startProcess(child: BuiltChild, folder: string): Promise<InferenceProcess> {
  return await InferenceProcess.start(folder, { script: child.script, onCrash: console.error });
}

async function suggestEverything(model: LanguageModel, prefix: string, maxCharacters = 40): Promise<void> {
  const request: SuggestRequest = { ...EVERYTHING, prefix: prefix.slice(-400), maxCharacters };
  await model.suggest(request);
}

async function measure(rounds: number, run: () => Promise<void>): Promise<Times> {
  const times: number[] = [];
  const warmUpRounds = Math.ceil(rounds / 10);
  for (let round = 0; round < warmUpRounds + rounds; round++) {
    const begin = performance.now();
    await run();
    if (round >= warmUpRounds) times.push(performance.now() - begin);
  }
  return times;
}

function randomText(random: Random, length: number): string {
  return Array.from({ length }, () => CHARACTERS[random.integer(CHARACTERS.length)]).join('');
}

async function idlePercent(processId: number, seconds: number): Promise<number | undefined> {
  const before = processorMilliseconds(processId);
  await sleep(seconds * 1000);
  const after = processorMilliseconds(processId);
  return before === undefined || after === undefined ? undefined : (after - before) / (10 * seconds);
}
