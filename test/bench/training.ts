// What an iteration of training takes, beside the notebook's own model in PyTorch, and how much memory a training.
// `npm run bench training [BLOCKS]` measures blocks of both in turn, so that a noisy machine disturbs both alike. PyTorch is
// optional: PYTHON names a Python that has it.
import { mkdtempSync, copyFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Random } from '../../src/random';
import { OnnxRuntimeEngine } from '../../src/training/engines/onnxruntime';
import { BuiltProgram } from '../unit/builtProgram';
import { configuration, initialState, recipe, stepsOf, TEXT } from './notebookTraining';
import { loadOfMachine, measure, type Run } from './interleaved';
import { pytorchVersion, PyTorchSteps } from './pytorchSteps';
import { runCommand } from './runCommand';
import { median, rounded } from './statistics';

const THREADS = [1, 2];
/** The end of a training, whatever its length, is an evaluation, a checkpoint, a sample and the saving of the model. */
const MEMORY_STEPS = 100;
const MEMORY_GOAL_MEGABYTES = 600;

interface Row {
  readonly 'ours, ms': number;
  readonly 'PyTorch, ms'?: number;
  readonly 'ours / PyTorch'?: number;
}

async function main(blocks: number): Promise<void> {
  const python = process.env['PYTHON'] ?? 'python3';
  const version = pytorchVersion(python);
  console.log(`A batch of ${recipe.batchSize} × ${recipe.contextLength}, preset ${recipe.preset}; medians.`);
  console.log(version === undefined ? `${python} has no PyTorch: only ours is measured.` : `PyTorch ${version}.`);
  console.log(`Load of the machine before: ${loadOfMachine()}`);
  const table: Record<string, Row> = {};
  for (const threads of THREADS) {
    table[`${threads} ${threads === 1 ? 'thread' : 'threads'}`] = await compare(
      threads,
      blocks,
      version === undefined ? undefined : python,
    );
  }
  console.table(table);
  console.log(`Load of the machine after: ${loadOfMachine()}`);
  const megabytes = await peakMegabytes();
  console.log(`Peak memory of a training process: ${megabytes} MB (goal: at most ${MEMORY_GOAL_MEGABYTES} MB)`);
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

async function oursWith(threads: number): Promise<Run> {
  const random = new Random(1);
  const state = initialState(random);
  return stepsOf(await OnnxRuntimeEngine.create(configuration, recipe, state, threads), random);
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
