// How well the memory predicts held-out files, and at what cost. `npm run bench memory [MODELS [CHARACTERS [TEXT…]]]`: for
// each text the folder MODELS may hold a model trained on its training files, MODELS/TEXT, to mix the memory with; so many
// characters (40,000 unless told, 0: all) are predicted, each learnt once it has been seen. Nats per character, lower is
// better; PPMd of order 16 is the measure, where 7-Zip is installed.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Vocabulary } from '../../src/corpus/vocabulary';
import { Decoder, type DecoderState, promptTokens } from '../../src/inference/decoder';
import { softmax } from '../../src/inference/sampling';
import { openDecodeSession } from '../../src/inference/session';
import type { Distribution } from '../../src/memory/distribution';
import { Memory } from '../../src/memory/memory';
import { LONGEST_COMPARED } from '../../src/memory/occurrences';
import { TransformerMix } from '../../src/memory/transformerMix';
import { readModelFolder } from '../../src/model/folder';
import { ppmdNatsPerCharacter } from './memoryPpmd';
import { printTable } from './table';
import { type BenchText, joined, readBenchText, TEXT_NAMES, type TextFile } from './texts';

const [models = '', limit = '40000', ...named] = process.argv.slice(2);
const LIMIT = Number(limit) || Infinity;
const SAMPLED_QUERIES = 5000;
/** Edits at as many places as a document may be torn at before the memory's maintenance is due. */
const MOST_PIECES = 32;

/** Reads along, and says what comes next; a character is one UTF-16 code unit. */
class Transformer {
  private state: DecoderState | undefined;

  private constructor(
    private readonly decoder: Decoder,
    readonly vocabulary: Vocabulary,
  ) {}

  static async load(folder: string): Promise<Transformer> {
    const { onnx, configuration, vocabulary } = await readModelFolder(folder);
    return new Transformer(Decoder.fast(await openDecodeSession(onnx, configuration)), vocabulary);
  }

  async begin(): Promise<void> {
    this.state = await this.decoder.read(promptTokens(this.vocabulary, ''));
  }

  get probabilities(): Float64Array {
    return softmax(this.state?.logits ?? new Float32Array(this.vocabulary.size));
  }

  async read(character: string): Promise<void> {
    const id = this.vocabulary.id(character);
    if (id !== undefined && this.state) this.state = await this.decoder.next(this.state, id);
  }
}

/** Sums of −ln p. */
interface Costs {
  characters: number;
  memory: number;
  transformer: number;
  mix: number;
}

async function main(): Promise<void> {
  const rows: (string | number | undefined)[][] = [];
  const costs: (string | number)[][] = [];
  for (const name of TEXT_NAMES.filter((each) => named.length === 0 || named.includes(each))) {
    const text = readBenchText(name);
    const memory = new Memory();
    const characters = joined(text.training).length;
    const begun = performance.now();
    await memory.build(text.training);
    const seconds = (performance.now() - begun) / 1000;
    rows.push([name, ...(await quality(text, memory))]);
    costs.push([name, (characters / seconds / 1e6).toFixed(1), ...(await cost(text, memory))]);
  }
  printTable(['nats per character', 'characters', 'PPMd', 'Transformer', 'memory', 'mix', 'mix / PPMd'], rows);
  printTable(
    ['cost', 'build, MB/s', 'µs per query', 'ms per edit', 'at most', 'bytes per character', 'MB in all'],
    costs,
  );
}

async function quality(text: BenchText, memory: Memory): Promise<(string | number | undefined)[]> {
  const folder = path.join(models, text.name);
  const transformer = models !== '' && existsSync(folder) ? await Transformer.load(folder) : undefined;
  const sum: Costs = { characters: 0, memory: 0, transformer: 0, mix: 0 };
  const mix = transformer && new TransformerMix(transformer.vocabulary.characters, transformer.vocabulary.unknown);
  for (const file of text.heldOut) {
    if (sum.characters < LIMIT) await readFile(file, memory, sum, transformer, mix);
  }
  const heldOut = joined(text.heldOut).slice(0, sum.characters);
  const ppmd = ppmdNatsPerCharacter(joined(text.training), heldOut);
  const mean = (nats: number) => nats / sum.characters;
  const best = mean(transformer ? sum.mix : sum.memory);
  return [
    sum.characters,
    ppmd?.toFixed(4),
    transformer && mean(sum.transformer).toFixed(4),
    mean(sum.memory).toFixed(4),
    transformer && best.toFixed(4),
    ppmd && (best / ppmd).toFixed(3),
  ];
}

/** As if it were typed, from an empty document on. */
async function readFile(
  { path: file, text }: TextFile,
  memory: Memory,
  sum: Costs,
  transformer: Transformer | undefined,
  mix: TransformerMix | undefined,
): Promise<void> {
  // Of tiny Shakespeare both parts have the same path, and an open document hides its stored copy.
  const name = `held out/${file}`;
  memory.open(name, '');
  await transformer?.begin();
  for (let offset = 0; offset < text.length && sum.characters < LIMIT; offset++) {
    const unit = text.charCodeAt(offset);
    const prefix = text.slice(Math.max(0, offset - LONGEST_COMPARED), offset);
    const distribution = memory.cursor(prefix, { path: name, offset }).predict();
    sum.characters++;
    sum.memory -= Math.log(distribution.probabilityOf(unit));
    if (transformer && mix) {
      scoreMix(distribution, unit, sum, transformer, mix);
      await transformer.read(text.charAt(offset));
    }
    memory.edit(name, { offset, removed: 0, inserted: text.charAt(offset) }, true);
  }
  memory.close(name);
}

function scoreMix(memory: Distribution, unit: number, sum: Costs, transformer: Transformer, mix: TransformerMix): void {
  const { probabilities, vocabulary } = transformer;
  const id = vocabulary.id(String.fromCharCode(unit));
  sum.transformer -= Math.log(id === undefined ? 1e-6 : (probabilities[id] ?? 0));
  sum.mix -= Math.log(mix.mix(memory, probabilities).probabilityOf(unit));
  mix.learn(unit);
}

async function cost(text: BenchText, memory: Memory): Promise<(string | number)[]> {
  const heldOut = joined(text.heldOut);
  const query = medianMilliseconds(SAMPLED_QUERIES, (index) => {
    const offset = (index * 7919) % heldOut.length;
    memory.cursor(heldOut.slice(Math.max(0, offset - LONGEST_COMPARED), offset)).predict();
  });
  const document = joined(text.training).slice(0, 100_000);
  memory.open('edited', document);
  const editAt = (index: number): void => {
    memory.edit('edited', { offset: (index * 7919) % document.length, removed: 1, inserted: 'x' }, true);
  };
  const edit = medianMilliseconds(MOST_PIECES, editAt);
  await memory.maintain();
  const perCharacter = (memory.bytes - new Memory().bytes) / memory.characters;
  return [
    (query.median * 1000).toFixed(0),
    edit.median.toFixed(2),
    edit.most.toFixed(2),
    perCharacter.toFixed(1),
    (memory.bytes / 1e6).toFixed(1),
  ];
}

function medianMilliseconds(count: number, run: (index: number) => void): { median: number; most: number } {
  const times = Array.from({ length: count }, (_, index) => {
    const begun = performance.now();
    run(index);
    return performance.now() - begun;
  }).sort((a, b) => a - b);
  return { median: times[count >> 1] ?? 0, most: times.at(-1) ?? 0 };
}

void main();
