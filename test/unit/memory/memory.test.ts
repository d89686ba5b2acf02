import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { type Distribution, mostProbableUnit } from '../../../src/memory/distribution';
import { Memory } from '../../../src/memory/memory';
import { Random } from '../../../src/random';

const CODE =
  'const accumulatedDistance = 1;\nfunction travel(stepLength) {\n  return stepLength * accumulatedDistance;\n}\n';

/** What the memory would write after a prefix, the most probable character each time. */
function continuation(
  memory: Memory,
  prefix: string,
  length: number,
  place?: { path: string; offset: number },
): string {
  const cursor = memory.cursor(prefix, place);
  let text = '';
  while (text.length < length) {
    const unit = mostProbableUnit(cursor.predict());
    if (unit === undefined) break;
    text += String.fromCharCode(unit);
    cursor.suppose(unit);
  }
  return text;
}

function massOf({ size, probabilities, unseen }: Distribution): number {
  return probabilities.subarray(0, size).reduce((sum, probability) => sum + probability, unseen);
}

function probabilityOf(
  memory: Memory,
  prefix: string,
  character: string,
  place?: { path: string; offset: number },
): number {
  return memory.cursor(prefix, place).predict().probabilityOf(character.charCodeAt(0));
}

test('an empty memory finds every character equally probable', () => {
  const distribution = new Memory().cursor('anything').predict();
  assert.equal(distribution.size, 0);
  assert.ok(Math.abs(distribution.probabilityOf(97) - 1 / 0xffff) < 1e-9);
});

test('an identifier of another document is completed at once', () => {
  const memory = new Memory();
  memory.add('a.ts', CODE);
  assert.equal(continuation(memory, 'let x = accumul', 12), 'atedDistance');
});

test('a distribution sums to one, whatever was read and asked', async () => {
  const memory = new Memory();
  const random = new Random(1);
  const text = Array.from({ length: 3000 }, () => 'ab \n{é漢\ud83d\ude00'.charAt(random.integer(9))).join('');
  await memory.build([{ path: 'noise', text }]);
  for (let index = 0; index < 50; index++) {
    const start = random.integer(text.length);
    assert.ok(Math.abs(massOf(memory.cursor(text.slice(0, start) + 'zz').predict()) - 1) < 1e-9);
    assert.ok(Math.abs(massOf(memory.cursor(text.slice(0, start)).predict()) - 1) < 1e-9);
  }
});

test('nothing right of the cursor is seen, and all that is left of it', () => {
  const memory = new Memory();
  const text = 'first = alphabetical;\nsecond = alphanumeric;\n';
  memory.open('a.ts', text);
  const offset = text.indexOf('alphanumeric') + 5;
  const place = { path: 'a.ts', offset };
  assert.equal(continuation(memory, text.slice(0, offset), 7, place), 'betical');
  assert.equal(memory.cursor(`${text.slice(0, offset)}n`, place).predict().matchLength, 0);
  assert.ok(probabilityOf(memory, 'x = alphan', 'u') > 0.5, 'elsewhere the document is seen');
});

test('the stored copy of a document that is not open is not seen from within it', () => {
  const memory = new Memory();
  memory.add('a.ts', CODE);
  const matchLength = (path: string) => memory.cursor('accumul', { path, offset: 7 }).predict().matchLength;
  assert.equal(matchLength('a.ts'), 0);
  assert.equal(matchLength('b.ts'), 7);
});

test('an open document keeps its text when the stored one changes', () => {
  const memory = new Memory();
  memory.open('a.ts', 'open text');
  memory.add('a.ts', 'stored text');
  assert.equal(memory.textOf('a.ts'), 'open text');
  memory.close('a.ts');
  memory.add('a.ts', 'stored text');
  assert.equal(memory.textOf('a.ts'), 'stored text');
});

test('documents do not run into each other', () => {
  const memory = new Memory();
  memory.add('a', 'one two three');
  memory.add('b', 'four five six');
  assert.ok(probabilityOf(memory, 'two three', 'f') < 0.2);
});

test('what is removed is forgotten, what is renamed is not', () => {
  const memory = new Memory();
  memory.add('a.ts', CODE);
  memory.rename('a.ts', 'b.ts');
  assert.equal(memory.textOf('b.ts'), CODE);
  assert.equal(continuation(memory, 'accumul', 3), 'ate');
  memory.remove('b.ts');
  assert.equal(memory.characters, 0);
  assert.equal(memory.cursor('accumul').predict().matchLength, 0);
});

test('after any edits, undone or not, the text is that of the document', async () => {
  const memory = new Memory();
  const random = new Random(7);
  let text = CODE.repeat(5);
  memory.open('a.ts', text);
  memory.add('other', CODE);
  for (let step = 0; step < 800; step++) {
    const offset = random.integer(text.length + 1);
    const removed = Math.min(random.integer(4), text.length - offset);
    const inserted = ['', 'x', 'new text', '\n'][random.integer(4)] ?? '';
    memory.edit('a.ts', { offset, removed, inserted }, random.uniform() < 0.2);
    text = text.slice(0, offset) + inserted + text.slice(offset + removed);
    if (step % 200 === 199) await memory.maintain();
    if (step % 50 === 0) assert.equal(memory.textOf('a.ts'), text);
  }
  assert.equal(memory.textOf('a.ts'), text);
  assert.equal(memory.textOf('other'), CODE);
  assert.equal(memory.characters, text.length + CODE.length);
});

test('what is typed is found at once, and no more when it is undone', () => {
  const memory = new Memory();
  memory.open('a', '');
  const typed = 'the unforeseeable consequence';
  for (let offset = 0; offset < typed.length; offset++) {
    memory.edit('a', { offset, removed: 0, inserted: typed.charAt(offset) }, true);
  }
  assert.equal(continuation(memory, 'unforese', 6), 'eable ');
  memory.edit('a', { offset: 0, removed: typed.length, inserted: '' }, false);
  assert.equal(memory.cursor('unforese').predict().matchLength, 0);
});

test('maintenance changes nothing of what is known, and takes no room for what is gone', async () => {
  const memory = new Memory();
  for (let index = 0; index < 20; index++) memory.add(`file${index}`, `${CODE.repeat(20)}let name${index};`);
  for (let index = 0; index < 19; index++) memory.remove(`file${index}`);
  assert.ok(memory.needsMaintenance);
  await memory.maintain();
  assert.ok(!memory.needsMaintenance);
  assert.equal(memory.textOf('file19'), `${CODE.repeat(20)}let name19;`);
  assert.equal(continuation(memory, 'let x = accumul', 12), 'atedDistance');
});

test('while a torn document is joined, all that is known is found', async () => {
  const memory = new Memory();
  const random = new Random(9);
  let text = Array.from({ length: 20_000 }, () => 'abcdefgh \n'.charAt(random.integer(10))).join('');
  memory.open('torn', text);
  memory.add('another', text.repeat(10));
  memory.add('other', CODE);
  for (let edit = 0; edit < 100; edit++) {
    const offset = random.integer(text.length);
    memory.edit('torn', { offset, removed: 1, inserted: 'x' }, false);
    text = `${text.slice(0, offset)}x${text.slice(offset + 1)}`;
  }
  assert.ok(memory.needsMaintenance);
  let asked = 0;
  const maintenance = { isDone: false };
  const done = memory.maintain({ sliceMilliseconds: 0 }).then(() => (maintenance.isDone = true));
  while (!maintenance.isDone) {
    assert.equal(continuation(memory, 'let x = accumul', 12), 'atedDistance');
    asked++;
    await setImmediate();
  }
  await done;
  assert.ok(asked > 3, String(asked));
  assert.equal(memory.textOf('torn'), text);
  assert.ok(!memory.needsMaintenance);
});

test('a memory that is full forgets what was touched longest ago, but nothing that is open', async () => {
  const memory = new Memory({ maximumCharacters: 10_000 });
  memory.open('open', CODE);
  for (let index = 0; index < 200; index++) {
    memory.add(`file${index}`, `${CODE}let name${index};`);
    if (memory.needsMaintenance) await memory.maintain();
  }
  assert.equal(memory.textOf('open'), CODE);
  for (let index = 0; index < 500; index++) {
    memory.edit('open', { offset: 0, removed: 0, inserted: 'twenty characters !\n' }, false);
    if (index % 100 === 50) memory.edit('open', { offset: 0, removed: 1000, inserted: '' }, false);
    if (index % 20 === 0 && memory.needsMaintenance) await memory.maintain();
  }
  await memory.maintain();
  assert.equal(memory.textOf('open'), 'twenty characters !\n'.repeat(250) + CODE);
  assert.equal(memory.textOf('file199'), `${CODE}let name199;`);
  assert.ok(!memory.has('file0'));
  assert.ok(memory.characters <= 10_000);
});

test('what is supposed is no evidence: a match of it does not count as one', () => {
  const memory = new Memory();
  memory.add('a.ts', CODE);
  const cursor = memory.cursor('function ');
  const real = cursor.predict().matchLength;
  for (const character of 'travel') cursor.suppose(character.charCodeAt(0));
  assert.ok(cursor.predict().matchLength <= real);
  cursor.keep(0);
  assert.equal(cursor.supposed, 0);
  assert.equal(cursor.predict().matchLength, real);
});

test('the event loop turns while a workspace is read', async () => {
  const memory = new Memory();
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const random = new Random(3);
  const text = Array.from({ length: 300_000 }, () => String.fromCharCode(97 + random.integer(26))).join('');
  await memory.build([{ path: 'a', text }], { sliceMilliseconds: 2 });
  clearInterval(timer);
  assert.ok(turns > 3, String(turns));
  assert.equal(memory.characters, text.length);
});

test('the same history gives the same probabilities', () => {
  const run = () => {
    const memory = new Memory();
    memory.open('a', '');
    for (let offset = 0; offset < CODE.length; offset++) {
      memory.edit('a', { offset, removed: 0, inserted: CODE.charAt(offset) }, true);
    }
    return [...memory.cursor('return ').predict().probabilities];
  };
  assert.deepEqual(run(), run());
});

test('a distribution sums to one when hundreds of occurrences agree', () => {
  const memory = new Memory();
  memory.add('a', 'the same line again and again\n'.repeat(300));
  memory.open('b', '');
  const typed = 'the same line again and again\nthe same line';
  for (let offset = 0; offset < typed.length; offset++) {
    memory.edit('b', { offset, removed: 0, inserted: typed.charAt(offset) }, true);
    const sum = massOf(memory.cursor(typed.slice(0, offset + 1)).predict());
    assert.ok(Math.abs(sum - 1) < 1e-9, `${sum} after ${offset}`);
  }
});

test('what was learnt of how to weigh can be saved and loaded, and is not taken from another version', () => {
  const ask = (memory: Memory) => {
    memory.add('a', CODE);
    return probabilityOf(memory, 'const accumulated', 'D');
  };
  const memory = new Memory();
  memory.open('b', '');
  for (let offset = 0; offset < 2000; offset++) {
    memory.edit('b', { offset, removed: 0, inserted: CODE.charAt(offset % CODE.length) }, true);
  }
  memory.remove('b');
  const learnt = ask(memory);
  const fresh = new Memory();
  assert.ok(Math.abs(ask(fresh) - learnt) > 1e-4, 'it has learnt');
  fresh.loadWeights(memory.saveWeights());
  assert.ok(Math.abs(ask(fresh) - learnt) < 2e-3, `${ask(fresh)} instead of ${learnt}`);
  assert.throws(() => fresh.loadWeights(new Uint8Array(8)), /another version/);
});
