// What reading a large workspace takes. `npm run bench corpus [MEGABYTES]` writes that much text (500 unless told) into a
// temporary folder and reads it in processes of their own; prints seconds and megabytes.
import { execFileSync } from 'node:child_process';
import { readCorpus } from '../../src/corpus/corpus';
import { DEFAULT_CORPUS_OPTIONS } from '../../src/corpus/types';
import { peakMegabytes } from './peakMemory';
import { withWorkspace } from './syntheticWorkspace';
import { printTable } from './table';

/** The caps to read with: the default, and the largest that the setting allows. */
const CAPS = [DEFAULT_CORPUS_OPTIONS.maxCharacters, 100_000_000];

interface Reading {
  readonly files: number;
  readonly characters: number;
  readonly sampledOut: number;
  readonly seconds: number;
  readonly peakMegabytes: number;
}

async function main(megabytes: number): Promise<void> {
  await withWorkspace(megabytes * 1e6, ({ folder, files }) => {
    console.log(`A workspace of ${files} files, ${megabytes} MB, read with at most so many characters:`);
    printTable(
      ['at most', 'files', 'characters', 'files sampled out', 's', 'peak MB'],
      CAPS.map((cap) => {
        const { files, characters, sampledOut, seconds, peakMegabytes } = readInChild(folder, cap);
        return [cap, files, characters, sampledOut, seconds.toFixed(1), peakMegabytes];
      }),
    );
  });
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
    seconds: (performance.now() - begin) / 1000,
    peakMegabytes: peakMegabytes(),
  };
}

const [first, folder, maxCharacters] = process.argv.slice(2);
if (first === '--read' && folder !== undefined) {
  void readOnce(folder, Number(maxCharacters)).then((reading) => console.log(JSON.stringify(reading)));
} else {
  void main(Number(first ?? 500));
}
