// How the memory weighs its evidence before it has learnt from anyone's typing: `npm run bench memoryDefaults` learns it
// from the last part of each training text (nothing of what is held out) and writes src/memory/defaults.json.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { LONGEST_COMPARED } from '../../src/memory/occurrences';
import { Predictor } from '../../src/memory/predictor';
import { TextStore } from '../../src/memory/textStore';
import { readBenchText, TEXT_NAMES, type TextFile, type TextName } from './texts';

const FILE = path.join(__dirname, '../../src/memory/defaults.json');
const [LEARNT_CHARACTERS = 100_000] = process.argv.slice(2).map(Number);
/** The texts take turns, so that the last one does not count most. */
const TURNS = 4;

/** Reads a training text: first without, in the end with learning how to weigh. */
class Reader {
  private readonly store: TextStore;
  readonly predictor: Predictor;
  private readonly units: Generator<void>;

  constructor(private readonly files: readonly TextFile[]) {
    const length = files.reduce((sum, { text }) => sum + text.length + 1, 0);
    this.store = new TextStore(length);
    this.store.reserve(length);
    this.predictor = new Predictor(this.store);
    this.units = this.read(length - LEARNT_CHARACTERS);
  }

  learn(characters: number): void {
    for (let index = 0; index < characters && this.units.next().done !== true; index++);
  }

  /** Yields after each character that was learnt from. */
  private *read(learnFrom: number): Generator<void> {
    const context = new Uint16Array(LONGEST_COMPARED);
    for (const { text } of this.files) {
      this.store.addBoundary();
      for (let position = 0; position < text.length; position++) {
        const unit = text.charCodeAt(position);
        if (this.store.length >= learnFrom) {
          const before = this.store.before(this.store.length, LONGEST_COMPARED);
          context.set(before);
          this.predictor.predict(context, before.length, 0, []);
          this.predictor.learn(unit);
          yield;
        }
        this.store.addText(text, position, position + 1);
      }
    }
  }
}

function main(): void {
  const readers = new Map<TextName, Reader>(TEXT_NAMES.map((name) => [name, new Reader(readBenchText(name).training)]));
  let learnt: Uint8Array | undefined;
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [name, reader] of readers) {
      if (learnt) reader.predictor.load(learnt);
      reader.learn(LEARNT_CHARACTERS / TURNS);
      learnt = reader.predictor.save();
      console.log(`Turn ${turn + 1}: ${name}`);
    }
  }
  if (learnt) writeFileSync(FILE, `${JSON.stringify({ learnt: Buffer.from(learnt).toString('base64') })}\n`);
}

main();
