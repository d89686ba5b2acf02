import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';
import { readModelFolder } from '../../../src/model/folder';
import type { TrainingDone, TrainingProgress, TrainingSample } from '../../../src/training/types';
import { someShakespeare } from '../training/textFolder';
import { CommandLine } from './commandLine';

/** A network as in the notebook, but on a short context, so that an iteration takes milliseconds. */
const SMALL = ['--context', '8', '--threads', '1'] as const;
const ENDLESS = ['--steps', '1000000'] as const;

type Line = TrainingProgress | TrainingSample | TrainingDone;

let mygpt: CommandLine;
let text: string;
before(() => {
  mygpt = new CommandLine();
});
after(() => mygpt.remove());

let tests = 0;
let out: string;
beforeEach(() => {
  tests += 1;
  text = mygpt.path(`text${tests}`);
  out = mygpt.path(`model${tests}`);
  mygpt.write(`text${tests}/play.txt`, someShakespeare(20_000));
});

function linesOf(stdout: string): Line[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

function stepsOf(lines: readonly Line[], type: 'progress' | 'sample'): number[] {
  return lines.flatMap((line) => (line.type === type ? [line.step] : []));
}

const FIELDS: Readonly<Record<Line['type'], readonly string[]>> = {
  progress: ['type', 'step', 'trainingLoss', 'validationLoss', 'elapsedSeconds', 'charactersPerSecond'],
  sample: ['type', 'step', 'text'],
  done: ['type', 'model', 'steps', 'engine', 'validationLoss', 'elapsedSeconds'],
};

test('with --json every line is one object of the contract, the last is done, and messages go elsewhere', async () => {
  const args = ['train', text, '--out', out, '--steps', '5', '--evaluate-every', '2', ...SMALL];
  const { code, stdout, stderr } = await mygpt.run(...args, '--json');
  assert.equal(code, 0);
  const lines = linesOf(stdout);
  for (const line of lines) assert.deepEqual(Object.keys(line), FIELDS[line.type]);
  assert.deepEqual(stepsOf(lines, 'progress'), [2, 4, 5]);
  assert.deepEqual(stepsOf(lines, 'sample'), [0, 2, 4, 5]);

  const { elapsedSeconds, validationLoss, ...done } = lines.at(-1) as TrainingDone;
  assert.deepEqual(done, { type: 'done', model: out, steps: 5, engine: 'onnxruntime' });
  assert.ok(elapsedSeconds > 0 && validationLoss > 1 && validationLoss < 4.5);
  assert.match(
    stderr,
    /^20,000 characters in 1 file, 58 of them distinct; 2,000 held out\n453,504 parameters, preset fast, /,
  );
});

test('without it the evaluations and samples are lines to read', async () => {
  const { code, stdout } = await mygpt.run('train', text, '--out', out, '--steps', '2', ...SMALL);
  assert.equal(code, 0);
  assert.match(stdout, /^ {4}\S[^]*\niteration 2: loss \d\.\d{3}, held-out \d\.\d{3}\n {4}/);
  assert.match(stdout, /\n2 iterations in \d+ s; held-out loss \d\.\d{3}\n[^\n]+\n$/);
});

test('Ctrl+C saves the best model so far and ends well', async () => {
  const training = mygpt.start('train', text, '--out', out, ...ENDLESS, '--evaluate-every', '20', ...SMALL, '--json');
  await training.printed(/"progress"/);
  training.signal('SIGINT');
  const { code, stdout, stderr } = await training.ended;
  assert.equal(code, 0);
  assert.match(stderr, /\nStopping and keeping the best model so far\. /);
  const lines = linesOf(stdout);
  const done = lines.at(-1);
  assert.ok(done?.type === 'done' && done.steps >= 20);
  assert.equal(stepsOf(lines, 'progress').at(-1), done.steps);
  assert.equal((await readModelFolder(out)).training['steps'], done.steps);
  assert.ok(!existsSync(`${out}.training`));
});

test('a second Ctrl+C ends at once', async () => {
  // The evaluation that the first one asks for takes seconds at this context.
  const training = mygpt.start('train', text, '--out', out, ...ENDLESS, '--context', '64', '--threads', '1');
  await training.printed(/iteration|^ {4}/m);
  training.signal('SIGINT');
  await training.printed(/Press Ctrl\+C again/);
  training.signal('SIGINT');
  assert.equal((await training.ended).code, 130);
  assert.ok(!existsSync(out));
});

test('a killed training goes on with --resume', async () => {
  const args = ['train', text, '--out', out, '--steps', '60', '--evaluate-every', '20', ...SMALL, '--json'];
  const killed = mygpt.start(...args);
  await killed.printed(/"progress"/);
  killed.signal('SIGKILL');
  assert.equal((await killed.ended).code, null);

  const lines = linesOf(await mygpt.output(...args, '--resume'));
  const steps = stepsOf(lines, 'progress');
  assert.ok((steps[0] ?? 0) > 20, `begins with iteration ${steps[0] ?? 0}`);
  const done = lines.at(-1);
  assert.ok(done?.type === 'done' && done.steps === 60);
});

test('onto an existing model a training continues it, and with --fresh it begins anew', async () => {
  const train = (...more: readonly string[]) =>
    mygpt.run('train', text, '--out', out, '--steps', '4', '--evaluate-every', '4', ...SMALL, '--json', ...more);
  assert.doesNotMatch((await train()).stderr, /model/);
  mygpt.write(`text${tests}/play.txt`, `${someShakespeare(20_000)}\ncafé →\n`);

  const continued = await train();
  assert.equal(continued.code, 0);
  assert.match(continued.stderr, /\ncontinues the model of [^\n]+ \(held-out loss \d\.\d{3}\)\n/);
  assert.deepEqual(stepsOf(linesOf(continued.stdout), 'progress'), [0, 4]);
  const { vocabulary, training } = await readModelFolder(out);
  assert.ok(vocabulary.characters.includes('é'));
  assert.equal((training['continued'] as { readonly before: { readonly steps: number } }).before.steps, 4);

  const fresh = await train('--fresh');
  assert.match(fresh.stderr, /\na new model, as chosen\n/);
  assert.deepEqual(stepsOf(linesOf(fresh.stdout), 'progress'), [4]);
  assert.ok(!('continued' in (await readModelFolder(out)).training));
});

test('--minutes ends a training in time', async () => {
  const args = ['train', text, '--out', out, ...ENDLESS, '--minutes', '0.01', ...SMALL];
  const done = linesOf(await mygpt.output(...args, '--json')).at(-1);
  assert.ok(done?.type === 'done' && done.steps > 0 && done.steps < 1_000_000);
  assert.ok(done.elapsedSeconds >= 0.6);
});

test('a model inside the folder is not learnt from, nor what a training keeps beside it', async () => {
  const inside = mygpt.path(`text${tests}/models [1]/play`);
  mygpt.write(`text${tests}/models [1]/play.training/notes.txt`, 'Left by a training that was cut off.');
  const train = () => mygpt.output('train', text, '--out', inside, '--steps', '1', ...SMALL);
  await train();
  await train();
  const { training } = await readModelFolder(inside);
  assert.equal((training['corpus'] as { readonly files: number }).files, 1);
  assert.deepEqual(readdirSync(text).sort(), ['models [1]', 'play.txt']);
});
