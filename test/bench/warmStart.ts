// How soon a training on a changed workspace is as good as the first one was. `npm run bench warmStart [-- --minutes M --text FOLDER]`
// trains the preset `fast` (for 1.5 minutes, on one thread), changes the workspace, and trains again. The text is tiny
// Shakespeare in 40 files, or a folder's.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { TrainingDone, TrainingProgress, TrainingSample } from '../../src/training/types';
import { BuiltProgram } from '../unit/builtProgram';
import { runCommand } from './runCommand';
import { printSummary } from './summary';

const SHAKESPEARE = path.join(__dirname, '../fixtures/tinyshakespeare.txt');
const FILES = 40;
/** Of ten files, the one that comes later, and the one that is edited. */
const ADDED = 3;
const EDITED = 6;
const MOST_OF_THE_TIME = 0.2;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1.5' }, text: { type: 'string' } } });

type Texts = readonly (readonly [name: string, text: string])[];
type Line = TrainingProgress | TrainingSample | TrainingDone;

function textsToTrainOn(folder: string | undefined): Texts {
  if (folder !== undefined) {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const names = entries.map(({ parentPath, name }) => path.join(parentPath, name)).sort();
    return names.map((name) => [path.relative(folder, name), readFileSync(name, 'utf8')]);
  }
  const text = readFileSync(SHAKESPEARE, 'utf8');
  const at = (index: number) => Math.floor((index * text.length) / FILES);
  return Array.from({ length: FILES }, (_, index) => [`${index}.txt`, text.slice(at(index), at(index + 1))]);
}

function write(folder: string, texts: Texts): void {
  for (const [name, text] of texts) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

/** A tenth of the files changes in its first fifth, with characters that were not there; another tenth is new. */
function changesOf(texts: Texts): Texts {
  return texts.flatMap(([name, text], index) => {
    if (index % 10 === ADDED) return [[name, text] as const];
    if (index % 10 !== EDITED) return [];
    const edited = text
      .slice(0, text.length / 5)
      .replaceAll(/\bthe\b/g, 'thé')
      .replaceAll('.', ' →');
    return [[name, edited + text.slice(text.length / 5)] as const];
  });
}

async function trained(program: BuiltProgram, text: string, model: string): Promise<TrainingProgress[]> {
  const losses: TrainingProgress[] = [];
  const args = ['train', text, '--out', model, '--minutes', values.minutes, '--threads', '1', '--json'];
  await runCommand(program.script, args, (json) => {
    const line = JSON.parse(json) as Line;
    if (line.type === 'progress') losses.push(line);
  });
  return losses;
}

function show(name: string, losses: readonly TrainingProgress[]): void {
  const points = losses.map(
    ({ elapsedSeconds, validationLoss }) => `${elapsedSeconds.toFixed(0)} s ${validationLoss.toFixed(3)}`,
  );
  console.log(`${name}: ${points.join(' · ')}`);
}

function best(losses: readonly TrainingProgress[]): number {
  return Math.min(...losses.map(({ validationLoss }) => validationLoss));
}

async function main(): Promise<void> {
  const program = new BuiltProgram('src/cli.ts');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mygpt-bench-'));
  const [text, model] = [path.join(folder, 'text'), path.join(folder, 'model')];
  try {
    const texts = textsToTrainOn(values.text);
    write(
      text,
      texts.filter((_, index) => index % 10 !== ADDED),
    );
    const first = await trained(program, text, model);
    show('held-out loss of the first training', first);
    write(text, changesOf(texts));
    const second = await trained(program, text, model);
    show('of the second, on the changed workspace', second);
    report(first, second);
  } finally {
    program.remove();
    rmSync(folder, { recursive: true });
  }
}

function report(first: readonly TrainingProgress[], second: readonly TrainingProgress[]): void {
  const whole = first.at(-1)?.elapsedSeconds ?? NaN;
  const reached = second.find(({ validationLoss }) => validationLoss <= best(first))?.elapsedSeconds ?? NaN;
  const percent = (seconds: number) =>
    Number.isNaN(seconds) ? 'not reached' : `${((100 * seconds) / whole).toFixed(0)} %`;
  const command = 'npm run bench warmStart';
  printSummary([
    {
      what: `time to the first training's held-out loss (${best(first).toFixed(3)}), of the first training's`,
      measured: percent(reached),
      goal: { inWords: '≤ 20 %', reached: reached / whole <= MOST_OF_THE_TIME },
      command,
    },
    {
      what: 'time of the second training, of the first one’s',
      measured: percent(second.at(-1)?.elapsedSeconds ?? NaN),
      command,
    },
    {
      what: 'its held-out loss',
      measured: best(second).toFixed(3),
      goal: { inWords: `< ${best(first).toFixed(3)}`, reached: best(second) < best(first) },
      command,
    },
  ]);
}

void main();
