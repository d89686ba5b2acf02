// How long a key takes in VS Code until its character and ghost text are on the screen, with and without MyGPT. `npm run bench
// editor [CHARACTERS]` trains a model for half a minute on plays of Shakespeare, and then types what is left of them, so many
// characters (200 unless told) with MyGPT on and off, quiet and while another process keeps a core busy, in blocks that take
// turns.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beginFrameLog, endFrameLog } from '../host/frameLog';
import { packageFile } from '../host/paths.mjs';
import { VsCodeServer } from '../host/server';
import { VsCodeWindow } from '../host/window';
import { besideBusyCore } from './busyCore';
import { typingTimes } from './editorTyping';
import { loadOfMachine, type Run } from './interleaved';
import { quantile } from './statistics';
import { type Cell, printTable, times } from './table';
import { TEXT } from './workload';

const STEPS = 300;
const TRAINING_SHARE = 0.9;
const FILE_LENGTH = 50_000;
const CHARACTERS_IN_BLOCK = 40;
/** Between two keys, in milliseconds: a person's pace. */
const PACE = 250;

/** What was measured under the same conditions, in milliseconds. */
interface Condition {
  readonly name: string;
  readonly isOn: boolean;
  readonly run: Run;
  readonly character: number[];
  readonly ghostText: number[];
  /** When its blocks began and ended, as `Date.now()` says. */
  readonly blocks: { readonly begin: number; readonly end: number }[];
}

/** Somebody who types the end of the text into a file, block after block. */
class Typist {
  private typed = 0;
  private isOn = true;

  constructor(
    private readonly window: VsCodeWindow,
    private readonly text: string,
  ) {}

  condition(name: string, isOn: boolean, isBusy: boolean): Condition {
    const type: Run = (count) => this.typeBlock(condition, count);
    const run = isBusy ? besideBusyCore(type) : type;
    const condition: Condition = { name, isOn, run, character: [], ghostText: [], blocks: [] };
    return condition;
  }

  private async typeBlock(condition: Condition, count: number): Promise<readonly number[]> {
    if (this.isOn !== condition.isOn) await this.toggle();
    const text = this.text.slice(this.typed, (this.typed += count));
    await this.window.page.keyboard.press('Enter');
    await beginFrameLog(this.window.page);
    const begin = Date.now();
    await this.window.page.keyboard.type(text, { delay: PACE });
    condition.blocks.push({ begin, end: Date.now() });
    const { character, ghostText } = typingTimes(await endFrameLog(this.window.page), text);
    condition.character.push(...character);
    condition.ghostText.push(...ghostText);
    return character;
  }

  private async toggle(): Promise<void> {
    await this.window.runCommand('MyGPT: Turn Completions On or Off');
    this.isOn = !this.isOn;
    await this.window.statusItem(this.isOn ? 'MyGPT: ready' : 'MyGPT: off').waitFor();
    await this.window.page.locator('.monaco-editor.focused').waitFor();
  }
}

async function main(characters: number): Promise<void> {
  const text = readFileSync(TEXT, 'utf8');
  const learnt = text.slice(0, TRAINING_SHARE * text.length);
  const server = await VsCodeServer.start({
    extension: packageFile('linux-x64'),
    workspace: { ...filesOf(learnt), 'new.txt': '' },
    settings: {
      'mygpt.training.steps': STEPS,
      'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
      'editor.wordBasedSuggestions': 'off',
      'editor.autoClosingBrackets': 'never',
      'editor.autoClosingQuotes': 'never',
      'editor.autoIndent': 'none',
    },
  });
  const window = await VsCodeWindow.launch();
  try {
    // So that each request's time is written down.
    const payload = JSON.stringify([['logLevel', 'mygpt.mygpt=trace']]);
    await window.open(server, { folder: server.workspace, payload });
    await train(window);
    const conditions = await type(new Typist(window, text.slice(learnt.length)), characters);
    await window.close();
    print(conditions, readAnswers(server.data));
  } finally {
    await window.close();
    await server.stop();
  }
}

function filesOf(text: string): Record<string, string> {
  const count = Math.ceil(text.length / FILE_LENGTH);
  const file = (index: number) => text.slice(index * FILE_LENGTH, (index + 1) * FILE_LENGTH);
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`play-${index + 1}.txt`, file(index)]));
}

async function train(window: VsCodeWindow): Promise<void> {
  await window.statusItem('MyGPT').waitFor();
  await window.runCommand('MyGPT: Train on Workspace');
  await window.statusItem('MyGPT: ready').waitFor({ timeout: 600_000 });
  await window.clearNotifications();
  await window.openFile('new.txt');
}

/** Each condition has its blocks, turn by turn after one to warm up. */
async function type(typist: Typist, characters: number): Promise<readonly Condition[]> {
  const conditions = [
    typist.condition('MyGPT on', true, false),
    typist.condition('MyGPT off', false, false),
    typist.condition('on, a busy core', true, true),
    typist.condition('off, a busy core', false, true),
  ];
  await typist.condition('to warm up', true, false).run(CHARACTERS_IN_BLOCK);
  for (let block = 0; block < characters / CHARACTERS_IN_BLOCK; block++) {
    for (const { run } of conditions) await run(CHARACTERS_IN_BLOCK);
  }
  return conditions;
}

/** An answer of the model, as the extension's log tells it. */
interface Answer {
  /** As `Date.now()` says. */
  readonly at: number;
  readonly milliseconds: number;
}

function readAnswers(data: string): readonly Answer[] {
  const logs = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('MyGPT.log'));
  const lines = logs.map((file) => readFileSync(path.join(data, file), 'utf8')).join('');
  return [...lines.matchAll(/^(.{23}) \[trace\] Answered after ([\d.]+) ms/gm)].map(([, at = '', milliseconds]) => ({
    at: Date.parse(at),
    milliseconds: Number(milliseconds),
  }));
}

function print(conditions: readonly Condition[], answers: readonly Answer[]): void {
  console.log(`Load of the machine: ${loadOfMachine()}. Milliseconds; a key every ${PACE}:`);
  const rows = conditions.map(({ name, isOn, character, ghostText, blocks }) => {
    const during = ({ at }: Answer) => blocks.some(({ begin, end }) => at >= begin && at <= end);
    const answered = answers.filter(during).map(({ milliseconds }) => milliseconds);
    return [name, ...cellsOf(character), ...(isOn ? [...cellsOf(answered), ...cellsOf(ghostText)] : [])];
  });
  const columns = ['character', 'request to answer', 'ghost text'].flatMap((what) => ['n', `${what}, p50`, 'p95']);
  printTable(['from a key to', ...columns], rows);
  const [on, off, onBusy, offBusy] = conditions.map(({ character }) => quantile(character, 0.5));
  const ratio = (first = NaN, second = NaN) => times(first / second);
  console.log(`A character with MyGPT beside one without, p50: ${ratio(on, off)}; busy: ${ratio(onBusy, offBusy)}.`);
}

function cellsOf(values: readonly number[]): readonly Cell[] {
  return [values.length, quantile(values, 0.5).toFixed(1), quantile(values, 0.95).toFixed(1)];
}

void main(Number(process.argv[2] ?? 200));
