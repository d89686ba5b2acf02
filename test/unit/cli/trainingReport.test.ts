import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { inWords, TrainingReport } from '../../../src/cli/trainingReport';
import type { TrainingEvent } from '../../../src/training/types';

/** Keeps what is written to it. */
class Screen {
  text = '';
  constructor(
    readonly isTTY: boolean,
    readonly columns = 120,
  ) {}
  readonly write = (text: string): boolean => {
    this.text += text;
    return true;
  };

  /** What stands in the line of the cursor. */
  get lastLine(): string {
    return this.text.replaceAll('\r\x1b[K', '\n').split('\n').at(-1) ?? '';
  }
}

const READING: TrainingEvent = { type: 'reading', files: 12, characters: 3400 };
const STARTED: TrainingEvent = {
  type: 'started',
  engine: 'onnxruntime',
  engineReason: 'as chosen',
  preset: 'notebook',
  parameters: 824_672,
  step: 0,
  steps: 1000,
};
const STEP: TrainingEvent = {
  type: 'step',
  step: 500,
  batchLoss: 2.1234,
  elapsedSeconds: 30,
  charactersPerSecond: 14_237,
  secondsLeft: 30,
};
const PROGRESS: TrainingEvent = {
  type: 'progress',
  step: 500,
  trainingLoss: 2.1,
  validationLoss: 2.2,
  elapsedSeconds: 31,
  charactersPerSecond: 14_000,
};
const DONE: TrainingEvent = {
  type: 'done',
  model: '/models/play',
  steps: 1000,
  engine: 'onnxruntime',
  validationLoss: 1.95,
  elapsedSeconds: 62,
};

let output: Screen;
beforeEach(() => (output = new Screen(false)));

function report(messages: Screen, ...events: readonly TrainingEvent[]): void {
  const { show } = new TrainingReport(output, messages, inWords);
  for (const event of events) show(event);
}

test('on a terminal it shows how far the reading is', () => {
  const terminal = new Screen(true);
  report(terminal, READING);
  assert.equal(terminal.lastLine, 'Reading files: 12');
});

test('on a terminal a bar shows how far the training is, how fast, and how long it will take', () => {
  const terminal = new Screen(true);
  report(terminal, READING, STARTED, STEP);
  const bar = `${'█'.repeat(15)}${'░'.repeat(15)}`;
  assert.equal(terminal.lastLine, `${bar} 50 %  iteration 500, loss 2.123, 14,000 characters/s, 30 s left`);
});

test('the bar is as wide as a narrow terminal lets it be, since a wrapped line could not be drawn over', () => {
  for (const columns of [80, 40, 10]) {
    const terminal = new Screen(true, columns);
    report(terminal, STARTED, STEP);
    assert.ok(terminal.lastLine.length < columns);
    assert.ok(terminal.lastLine.includes('50 %') || columns === 10);
  }
});

test('the bar stands beneath the results, and is gone at the end', () => {
  const terminal = new Screen(true);
  report(terminal, STARTED, STEP, PROGRESS);
  assert.equal(output.text, 'iteration 500: loss 2.100, held-out 2.200\n');
  assert.match(terminal.lastLine, /50 %/);
  report(terminal, STARTED, STEP, DONE);
  assert.equal(terminal.lastLine, '');
  assert.match(output.text, /\n1000 iterations in 1 min 2 s; held-out loss 1\.950\n\/models\/play\n$/);
});

test('elsewhere there is neither bar nor control character', () => {
  const log = new Screen(false);
  report(log, READING, STARTED, STEP, PROGRESS);
  assert.equal(log.text, '824,672 parameters, preset notebook, engine ONNX Runtime as chosen\n');
});

test('what was left out of the text is said, with the reasons', () => {
  const log = new Screen(false);
  report(log, {
    type: 'corpus',
    summary: {
      files: 3,
      characters: 12_000,
      trainingCharacters: 10_800,
      heldOutCharacters: 1200,
      heldOutBy: 'files',
      heldOutFiles: 1,
      vocabularySize: 90,
      unknownCharacters: 0,
      leftOut: [
        { reason: 'binary', count: 1200, examples: ['a.png'] },
        { reason: 'secret', count: 1, examples: ['.env'] },
      ],
    },
  });
  assert.equal(
    log.text,
    '12,000 characters in 3 files, 90 of them distinct; 1,200 held out\nleft out: 1,200 binary, 1 secret\n',
  );
});
