import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { until } from '../../host/until';
import { type Learning, readLearning, writeLearning } from '../../../src/inference/learning';
import { LearningKeeper } from '../../../src/inference/learningKeeper';
import { RememberingModel } from '../../../src/inference/remembering';
import { Memory } from '../../../src/memory/memory';

const TEXT = 'const accumulatedDistance = stepLength;\n'.repeat(20);

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'mygpt-learning-'));
  file = path.join(folder, 'storage', 'learning.json');
});
afterEach(() => {
  mock.timers.reset();
  rmSync(folder, { recursive: true });
});

/** A window in which one types. */
class Window {
  readonly memory = new Memory();
  readonly remembering = new RememberingModel(this.memory, undefined);
  readonly keeper = new LearningKeeper(this.memory, file);

  constructor() {
    this.keeper.follow(this.remembering);
    this.memory.open('a.ts', '');
  }

  async type(text: string): Promise<void> {
    for (let offset = 0; offset < text.length; offset++) {
      const place = { path: 'a.ts', offset, isReal: true };
      const request = { prefix: text.slice(0, offset), suffix: '', place, ...REQUEST };
      if (offset % 10 === 0) await this.remembering.suggest(request);
      const change = { offset, removed: 0, inserted: text.charAt(offset) };
      this.remembering.learn('a.ts', change);
      this.keeper.learns();
      this.memory.edit('a.ts', change, true);
    }
  }

  get learnt(): unknown {
    return { memory: this.memory.saveWeights(), suggestions: this.remembering.save() };
  }
}
const REQUEST = {
  maxCharacters: 20,
  minCharacters: 1,
  minProbability: 0.2,
  wrongCost: 0,
  multiline: false,
};

async function written(): Promise<Learning> {
  const window = new Window();
  await window.type(TEXT);
  await window.keeper.write();
  const learning = await readLearning(file);
  assert.ok(learning);
  return learning;
}

test('what one window has learnt, the next begins with', async () => {
  const [before, fresh] = [new Window(), new Window()];
  await before.type(TEXT);
  assert.notDeepEqual(before.learnt, fresh.learnt);
  await before.keeper.write();
  const after = new Window();
  assert.equal(await after.keeper.restore(), undefined);
  assert.deepEqual(after.learnt, before.learnt);
});

test('it is written by itself while one types, and only then', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const window = new Window();
  mock.timers.tick(100_000);
  await window.keeper.write();
  assert.ok(!existsSync(file));
  await window.type(TEXT.slice(0, 40));
  mock.timers.tick(30_000);
  mock.timers.reset();
  await until('it is written', () => existsSync(file));
  assert.ok(await readLearning(file));
});

test('nothing of the text is written, and nothing is left beside the file', async () => {
  await written();
  const text = readFileSync(file, 'utf8');
  assert.ok(text.length < 200_000, `${text.length}`);
  for (const word of ['accumulated', 'Distance', 'stepLength', 'a.ts']) {
    assert.ok(!text.includes(word));
    for (const encoding of ['utf8', 'utf16le'] as const) {
      const { memory } = (JSON.parse(text) as { learning: Learning }).learning;
      assert.ok(!Buffer.from(memory, 'base64').includes(Buffer.from(word, encoding)));
    }
  }
  assert.deepEqual(readdirSync(path.dirname(file)), [path.basename(file)]);
});

test('a file that is damaged, or newer, is not used, and it is said in one sentence', async () => {
  const learning = await written();
  const text = readFileSync(file, 'utf8');
  const damaged = text.replace(/"memory":"..../, '"memory":"AAAA');
  const cases = [text.slice(0, 1000), damaged, '', 'null', '{"format":1}', text.replace('"format":1', '"format":2')];
  for (const each of cases) {
    writeFileSync(file, each);
    const window = new Window();
    const before = window.learnt;
    assert.match((await window.keeper.restore()) ?? '', /^What .* (damaged|another version)\. It begins anew\.$/);
    assert.deepEqual(window.learnt, before);
  }
  await writeLearning(file, { ...learning, memory: learning.memory.slice(4) });
  assert.match((await new Window().keeper.restore()) ?? '', /another version/);
});

test('without a file there is nothing to say, and what cannot be written is not missed', async () => {
  assert.equal(await new Window().keeper.restore(), undefined);
  writeFileSync(path.dirname(file), 'no folder');
  const window = new Window();
  await window.type(TEXT.slice(0, 40));
  await window.keeper.write();
  assert.match((await window.keeper.restore()) ?? '', /cannot be read/);
});
