import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../src/random';

const FILES_A_FOLDER = 100;
const LONGEST_FILE = 10_000;
const WORDS = 'if else return const value of the text index = ( ) { } => + - // function number'.split(' ');

/** A folder of text that looks like code, for as long as it is used. */
export async function withWorkspace<T>(bytes: number, use: (workspace: Workspace) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'mygpt-bench-'));
  try {
    return await use({ folder, files: writeFiles(folder, bytes) });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface Workspace {
  readonly folder: string;
  /** How many. */
  readonly files: number;
}

/** Writes files of different lengths, no two of them alike, and says how many. */
function writeFiles(folder: string, bytes: number): number {
  const random = new Random(1);
  let files = 0;
  for (let written = 0; written < bytes; files++) {
    const parent = join(folder, `folder${Math.floor(files / FILES_A_FOLDER)}`);
    if (files % FILES_A_FOLDER === 0) mkdirSync(parent);
    const text = randomText(random, 1 + random.integer(LONGEST_FILE));
    writeFileSync(join(parent, `file${files}.ts`), text);
    written += text.length;
  }
  return files;
}

function randomText(random: Random, length: number): string {
  let text = '';
  while (text.length < length) {
    text += `${WORDS[random.integer(WORDS.length)] ?? ''}${random.uniform() < 0.1 ? '\n' : ' '}`;
  }
  return text;
}
