// What reading a large workspace takes. `npm run bench corpus [MEGABYTES]` writes that much text (500 unless told) into a
// temporary folder and reads it in processes of their own; prints seconds and megabytes.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCorpus } from '../../src/corpus/corpus';
import { DEFAULT_CORPUS_OPTIONS } from '../../src/corpus/types';
import { Random } from '../../src/random';

const FILES_A_FOLDER = 100;
const LONGEST_FILE = 10_000;
const WORDS = 'if else return const value of the text index = ( ) { } => + - // function number'.split(' ');

/** The caps to read with: the default, and the largest that the setting allows. */
const CAPS = [DEFAULT_CORPUS_OPTIONS.maxCharacters, 100_000_000];

interface Reading {
  readonly files: number;
  readonly characters: number;
  readonly sampledOut: number;
  readonly seconds: number;
  readonly peakMegabytes: number;
}

function main(megabytes: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'mygpt-bench-'));
  try {
    const files = writeWorkspace(folder, megabytes * 1e6);
    console.log(`A workspace of ${files} files, ${megabytes} MB:`);
    console.table(Object.fromEntries(CAPS.map((cap) => [`at most ${cap} characters`, readInChild(folder, cap)])));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes files of different lengths, no two of them alike, and says how many. */
function writeWorkspace(folder: string, bytes: number): number {
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

function readInChild(folder: string, maxCharacters: number): Reading {
  const cap = String(maxCharacters);
  const output = execFileSync(process.execPath, ['--import', 'tsx', __filename, '--read', folder, cap]);
  return JSON.parse(output.toString()) as Reading;
}

async function readOnce(folder: string, maxCharacters: number): Promise<Reading> {
  const begin = performance.now();
  const { summary } = await readCorpus({
    ...DEFAULT_CORPUS_OPTIONS,
    folders: [{ path: folder, exclude: [] }],
    maxCharacters,
  });
  return {
    files: summary.files,
    characters: summary.characters,
    sampledOut: summary.leftOut.find(({ reason }) => reason === 'sampled')?.count ?? 0,
    seconds: Math.round((performance.now() - begin) / 100) / 10,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

const [first, folder, maxCharacters] = process.argv.slice(2);
if (first === '--read' && folder !== undefined) {
  void readOnce(folder, Number(maxCharacters)).then((reading) => console.log(JSON.stringify(reading)));
} else {
  main(Number(first ?? 500));
}
