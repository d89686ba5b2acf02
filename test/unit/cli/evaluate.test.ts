import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { TypingResult } from '../../../src/evaluation/typing';
import type { EvaluationResult } from '../../../src/inference/evaluate';
import { openShakespeare, SHAKESPEARE } from '../inference/shakespeare';
import { someShakespeare } from '../training/textFolder';
import { CommandLine } from './commandLine';

/** Longer than two contexts, and not as long as a multiple of anything. */
const TEXT = someShakespeare(12_200).slice(-177);
const CONTEXT_LENGTH = 64;

let mygpt: CommandLine;
before(() => {
  mygpt = new CommandLine();
});
after(() => mygpt.remove());

function evaluate(...files: readonly string[]): Promise<EvaluationResult> {
  return mygpt.json('evaluate', '--model', SHAKESPEARE, ...files);
}

/** What the definition of the figure says, character by character, with a run of the model for each. */
async function expected(...texts: readonly string[]): Promise<EvaluationResult> {
  const { session, vocabulary } = await openShakespeare();
  let [characters, nats, correct] = [0, 0, 0];
  for (const text of texts) {
    const tokens = vocabulary.encode(text);
    for (const [index, token] of tokens.entries()) {
      const context = index > 0 ? tokens.slice(Math.max(0, index - CONTEXT_LENGTH), index) : vocabulary.encode('\n');
      const { logits } = await session.run(context);
      const logSum = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
      nats += logSum - (logits[token] ?? NaN);
      characters += 1;
      if (logits.indexOf(Math.max(...logits)) === token) correct += 1;
    }
  }
  const natsPerCharacter = nats / characters;
  const top1Accuracy = correct / characters;
  const bitsPerCharacter = natsPerCharacter / Math.LN2;
  return { files: texts.length, characters, unknownCharacters: 0, natsPerCharacter, bitsPerCharacter, top1Accuracy };
}

function assertClose(actual: EvaluationResult, wanted: EvaluationResult): void {
  assert.deepEqual(Object.keys(actual), Object.keys(wanted));
  for (const [key, value] of Object.entries(wanted) as [keyof EvaluationResult, number][]) {
    assert.ok(Math.abs(actual[key] - value) < 1e-5, `${key}: ${actual[key]}, not ${value}`);
  }
}

test('the figures of a text are those of predicting each of its characters from all that the model sees', async () => {
  assertClose(await evaluate(mygpt.write('text.txt', TEXT)), await expected(TEXT));
});

test('each file begins with an empty context', async () => {
  const [first, second] = [TEXT.slice(0, 90), TEXT.slice(90)];
  const result = await evaluate(mygpt.write('first.txt', first), mygpt.write('second.txt', second));
  assertClose(result, await expected(first, second));
});

test('a single character is predicted from an empty context', async () => {
  assertClose(await evaluate(mygpt.write('one.txt', 'F')), await expected('F'));
});

test('white space is text like all other', async () => {
  assertClose(await evaluate(mygpt.write('white.txt', '\n \n')), await expected('\n \n'));
});

test('text that a training would leave out as generated is evaluated all the same', async () => {
  const text = 'a'.repeat(510);
  assert.equal((await evaluate(mygpt.write('generated.min.js', text))).characters, text.length);
});

test('line ends count once, however they are written', async () => {
  const unix = mygpt.write('unix.txt', TEXT);
  const windows = mygpt.write('windows.txt', TEXT.replaceAll('\n', '\r\n'));
  assert.deepEqual(await evaluate(windows), await evaluate(unix));
});

test('an empty file adds nothing to others', async () => {
  const empty = mygpt.write('empty.txt', '');
  const some = mygpt.write('some.txt', TEXT.slice(0, 20));
  assert.deepEqual(await evaluate(empty, some), { ...(await evaluate(some)), files: 2 });
});

test('characters that the model never learnt are counted, and cost more than any that it did', async () => {
  const result = await evaluate(mygpt.write('unknown.txt', 'The 𝔁, the é.'));
  assert.equal(result.characters, 13);
  assert.equal(result.unknownCharacters, 2);
  const known = await evaluate(mygpt.write('known.txt', 'The , the .'));
  const unknownNats = result.natsPerCharacter * 13 - known.natsPerCharacter * 11;
  assert.ok(Math.abs(unknownNats - 2 * Math.log(0x110000)) < 1e-6);
});

test('for people, the figures are a table', async () => {
  const file = mygpt.write('table.txt', TEXT);
  const result = await evaluate(file);
  assert.deepEqual((await mygpt.output('evaluate', '--model', SHAKESPEARE, file)).split('\n'), [
    'characters           177',
    `nats per character   ${result.natsPerCharacter.toFixed(4)}`,
    `bits per character   ${result.bitsPerCharacter.toFixed(4)}`,
    `top-1 accuracy       ${(100 * result.top1Accuracy).toFixed(2)} %`,
    '',
  ]);
});

for (const [name, content, sentence] of [
  ['empty', '', /^mygpt: There is no text to evaluate: the file is empty\. Name one that holds text\.\n$/],
  ['binary', Uint8Array.of(97, 0, 98), /^mygpt: \S+binary cannot be evaluated: it is binary\. Name files of text\.\n$/],
  [
    'latin1',
    Uint8Array.of(97, 0xe9, 98),
    /^mygpt: \S+latin1 cannot be evaluated: it is not UTF-8\. Name files of text\.\n$/,
  ],
] as const) {
  test(`a file that is ${name} is refused in a sentence`, async () => {
    const { code, stdout, stderr } = await mygpt.run('evaluate', '--model', SHAKESPEARE, mygpt.write(name, content));
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, sentence);
  });
}

function evaluateTyping(...args: readonly string[]): Promise<TypingResult> {
  return mygpt.json('evaluate', '--model', SHAKESPEARE, '--typing', ...args);
}

test('typing a text says how many keys its suggestions save, the same each time', async () => {
  const file = mygpt.write('typed.txt', TEXT);
  const [{ latencyMs, ...result }, { latencyMs: _, ...again }] = [
    await evaluateTyping(file),
    await evaluateTyping(file),
  ];
  assert.deepEqual(result, again);
  assert.deepEqual([result.files, result.characters], [1, TEXT.length]);
  assert.ok(result.keystrokesSaved > 0 && result.keystrokesSaved < 0.5, `${result.keystrokesSaved} saved`);
  assert.equal(result.keystrokesSavedNetOfIndentation, result.keystrokesSaved); // Shakespeare’s lines have none
  assert.ok(latencyMs.p50 !== null && latencyMs.p95 !== null && latencyMs.p50 > 0 && latencyMs.p95 >= latencyMs.p50);
});

test('typing can be limited to the beginning of the files', async () => {
  const [first, second] = [mygpt.write('first.txt', TEXT.slice(0, 60)), mygpt.write('second.txt', TEXT.slice(60))];
  const limited = await evaluateTyping(first, second, '--limit', '100');
  assert.deepEqual([limited.files, limited.characters], [2, 100]);
});

test('for people, what typing comes to is a table', async () => {
  const file = mygpt.write('table.txt', TEXT);
  const result = await evaluateTyping(file);
  const lines = (await mygpt.output('evaluate', '--model', SHAKESPEARE, '--typing', file)).split('\n');
  assert.deepEqual(lines.slice(0, 3), [
    'characters                177',
    `keystrokes saved          ${(100 * result.keystrokesSaved).toFixed(1)} %`,
    `  accepting word by word  ${(100 * result.keystrokesSavedByWord).toFixed(1)} %`,
  ]);
  assert.ok(
    lines.includes(`calibration error         ${(100 * Number(result.calibrationError)).toFixed(1)} %`),
    lines.join('\n'),
  );
  assert.equal(lines.length, 12);
});

for (const [what, args, sentence] of [
  ['an empty text', [], /^mygpt: There is no text to type: the file is empty\. Name one that holds text\.\n$/],
  ['no number', ['--limit', 'all'], /^mygpt: --limit takes a whole number of at least 1, not “all”\.\n$/],
] as const) {
  test(`typing with ${what} is refused in a sentence`, async () => {
    const file = mygpt.write('refused.txt', '');
    const { code, stdout, stderr } = await mygpt.run('evaluate', '--model', SHAKESPEARE, '--typing', file, ...args);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, sentence);
  });
}

test('a limit without typing is refused in a sentence', async () => {
  const file = mygpt.write('some.txt', TEXT);
  const { code, stderr } = await mygpt.run('evaluate', '--model', SHAKESPEARE, file, '--limit', '5');
  assert.equal(code, 2);
  assert.equal(stderr, 'mygpt: --limit goes with --typing; leave it out, or add --typing.\n');
});

test('typing beside a memory of a folder saves keys without a model, and the typed file itself is not in the memory', async () => {
  const text = 'A quokkaberry pudding is the best of all puddings.\n'.repeat(3);
  const file = mygpt.write('memory/typed.txt', text);
  const folder = path.dirname(file);
  const type = () => mygpt.json<TypingResult>('evaluate', '--typing', '--memory', folder, file);
  const alone = await type();
  mygpt.write('memory/known.txt', `${text}Nobody knows why.\n`);
  assert.ok((await type()).keystrokesSaved > alone.keystrokesSaved + 0.1);
});
