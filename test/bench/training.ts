// What an iteration of training takes, beside the notebook's own model in PyTorch, and how much memory a training.
// `npm run bench training [BLOCKS]` measures blocks of both in turn, so that a noisy machine disturbs both alike. PyTorch is
// optional: PYTHON names a Python that has it.
import { mkdtempSync, copyFileSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BatchSampler } from '../../src/corpus/batches';
import { Vocabulary } from '../../src/corpus/vocabulary';
import { MODEL_FORMAT, type ModelConfiguration } from '../../src/model/configuration';
import { initialParameters, parameterLayout } from '../../src/model/parameters';
import { Random } from '../../src/random';
import { OnnxRuntimeEngine } from '../../src/training/engines/onnxruntime';
import { emptyBatch } from '../../src/training/evaluation';
import { DEFAULT_PRESET, recipeOf } from '../../src/training/presets';
import { BuiltProgram } from '../unit/builtProgram';
import { pytorchVersion, PyTorchSteps } from './pytorchSteps';
import { runCommand } from './runCommand';
import { median, rounded } from './statistics';

const TEXT = path.join(__dirname, '../fixtures/tinyshakespeare.txt');
const VOCABULARY_SIZE = 96;
const THREADS = [1, 2];
const STEPS_IN_BLOCK = 15;
const WARM_UP_STEPS = 10;
/** The end of a training, whatever its length, is an evaluation, a checkpoint, a sample and the saving of the model. */
const MEMORY_STEPS = 100;
const MEMORY_GOAL_MEGABYTES = 600;

const recipe = recipeOf(DEFAULT_PRESET);

interface Row {
  readonly 'ours, ms': number;
  readonly 'PyTorch, ms'?: number;
  readonly 'ours / PyTorch'?: number;
}

/** Trains so many iterations. Returns what each took, in milliseconds. */
type Run = (count: number) => Promise<readonly number[]>;

async function main(blocks: number): Promise<void> {
  const python = process.env['PYTHON'] ?? 'python3';
  const version = pytorchVersion(python);
  console.log(`A batch of ${recipe.batchSize} × ${recipe.contextLength}, preset ${recipe.preset}; medians.`);
  console.log(version === undefined ? `${python} has no PyTorch: only ours is measured.` : `PyTorch ${version}.`);
  console.log(`Load of the machine before: ${load()}`);
  const table: Record<string, Row> = {};
  for (const threads of THREADS) {
    table[`${threads} ${threads === 1 ? 'thread' : 'threads'}`] = await compare(
      threads,
      blocks,
      version === undefined ? undefined : python,
    );
  }
  console.table(table);
  console.log(`Load of the machine after: ${load()}`);
  const megabytes = await peakMegabytes();
  console.log(`Peak memory of a training process: ${megabytes} MB (goal: at most ${MEMORY_GOAL_MEGABYTES} MB)`);
}

/** Processes that wanted to run, on average, in the last minute and the last five. */
function load(): string {
  return os
    .loadavg()
    .slice(0, 2)
    .map((average) => average.toFixed(1))
    .join(', ');
}

async function compare(threads: number, blocks: number, python: string | undefined): Promise<Row> {
  const ours = await oursWith(threads);
  if (python === undefined) return { 'ours, ms': rounded(median((await measure([ours], blocks)).flat(2)), 1) };

  const pytorch = new PyTorchSteps(python, TEXT, threads);
  const [ourBlocks = [], theirBlocks = []] = await measure([ours, (count) => pytorch.run(count)], blocks);
  pytorch.end();
  const ratios = ourBlocks.map((block, index) => median(block) / median(theirBlocks[index] ?? []));
  return {
    'ours, ms': rounded(median(ourBlocks.flat()), 1),
    'PyTorch, ms': rounded(median(theirBlocks.flat()), 1),
    'ours / PyTorch': rounded(median(ratios), 2),
  };
}

/** Lets each have its blocks, turn by turn. Returns the times: (runs, blocks, iterations). */
async function measure(runs: readonly Run[], blocks: number): Promise<(readonly number[])[][]> {
  for (const run of runs) await run(WARM_UP_STEPS);
  const times = runs.map((): (readonly number[])[] => []);
  for (let block = 0; block < blocks; block++) {
    for (const [index, run] of runs.entries()) times[index]?.push(await run(STEPS_IN_BLOCK));
  }
  return times;
}

async function oursWith(threads: number): Promise<Run> {
  const random = new Random(1);
  const engine = await createEngine(threads, random);
  const batches = new BatchSampler(readTokens(), recipe.contextLength, recipe.batchSize, random);
  const batch = emptyBatch(recipe);
  return async (count) => {
    const times: number[] = [];
    for (let step = 0; step < count; step++) {
      batches.next(batch.tokens, batch.targets);
      const begin = performance.now();
      await engine.step(batch, recipe.learningRate);
      times.push(performance.now() - begin);
    }
    return times;
  };
}

async function createEngine(threads: number, random: Random): Promise<OnnxRuntimeEngine> {
  const configuration: ModelConfiguration = {
    format: MODEL_FORMAT,
    context_length: recipe.contextLength,
    d_embed: recipe.embeddingWidth,
    n_head: recipe.heads,
    n_layer: recipe.layers,
    vocab_size: VOCABULARY_SIZE,
  };
  const layout = parameterLayout(configuration);
  const state = {
    parameters: initialParameters(layout, random),
    firstMoment: new Float32Array(layout.length),
    secondMoment: new Float32Array(layout.length),
    step: 0,
  };
  return OnnxRuntimeEngine.create(configuration, recipe.batchSize, state, threads);
}

function readTokens(): Uint16Array {
  const text = readFileSync(TEXT, 'utf8');
  return Uint16Array.from(new Vocabulary([...new Set(text)].sort()).encode(text));
}

/** Of the whole process: reading, training, evaluating, sampling and saving. */
async function peakMegabytes(): Promise<number> {
  const note = "process.on('exit', () => console.error('peak', process.resourceUsage().maxRSS));";
  const program = new BuiltProgram('src/cli.ts', note);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mygpt-bench-'));
  try {
    copyFileSync(TEXT, path.join(folder, 'text.txt'));
    const steps = String(MEMORY_STEPS);
    const args = ['train', folder, '--out', path.join(folder, 'model'), '--steps', steps];
    const { stderr } = await runCommand(program.script, args);
    const [, kilobytes] = /peak (\d+)/.exec(stderr) ?? [];
    return Math.round(Number(kilobytes) / 1024);
  } finally {
    program.remove();
    rmSync(folder, { recursive: true });
  }
}

void main(Number(process.argv[2] ?? 12));
