import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findFiles } from '../../src/corpus/findFiles';
import { LeftOutTally } from '../../src/corpus/leftOut';
import { readText } from '../../src/corpus/text';
import { type CorpusOptions, type CorpusSummary, DEFAULT_CORPUS_OPTIONS } from '../../src/corpus/types';
import { readText as readAnyText } from '../../src/inference/evaluate';
import { BuiltProgram } from '../unit/builtProgram';
import { runCommand } from './runCommand';
import { joined, readBenchText, TEXT_NAMES, type TextFile, type TextName } from './texts';

const UNLESS_TOLD: readonly TextName[] = ['prose', 'typescript'];

/** What to type, and what was there to learn from. */
export interface TypingCase {
  readonly name: string;
  /** The text that the simple models learn. */
  readonly workspace: string;
  /** The files to type. */
  readonly texts: readonly string[];
  /** A model that was trained on the text to learn, or a part of it. */
  readonly modelFolder: string;
}

/**
 * The texts of the benchmarks.
 *
 * @param models a folder for the trained models, each in a folder with its text's name; what is there is not trained again
 */
export async function* namedCases(
  names: readonly string[],
  models?: string,
): AsyncGenerator<TypingCase, void, undefined> {
  const folder = models ?? mkdtempSync(path.join(os.tmpdir(), 'mygpt-bench-'));
  try {
    for (const name of names.length > 0 ? names.map(textName) : UNLESS_TOLD) {
      const { training, heldOut } = readBenchText(name);
      const modelFolder = path.join(folder, name);
      if (!existsSync(modelFolder)) await train([...training, ...heldOut], modelFolder);
      checkHeldOut(modelFolder, joined(heldOut));
      yield { name, workspace: joined(training), texts: heldOut.map(({ text }) => text), modelFolder };
    }
  } finally {
    if (models === undefined) rmSync(folder, { recursive: true });
  }
}

/** Named files, and the workspace they belong to. */
export async function* workspaceCase(
  modelFolder: string,
  workspace: string | undefined,
  files: readonly string[],
): AsyncGenerator<TypingCase, void, undefined> {
  if (workspace === undefined || files.length === 0) throw new Error('Name --workspace FOLDER and the files to type.');
  const texts = await Promise.all(files.map(readAnyText));
  const others = await readWorkspace(workspace, new Set(files.map((file) => realpathSync(file))));
  yield { name: workspace, workspace: joined(others), texts, modelFolder };
}

/** The files that a training would read, but for those to type. */
async function readWorkspace(folder: string, typed: ReadonlySet<string>): Promise<TextFile[]> {
  const options: CorpusOptions = { ...DEFAULT_CORPUS_OPTIONS, folders: [{ path: folder, exclude: [] }] };
  const found = await findFiles(options, new LeftOutTally());
  const files: TextFile[] = [];
  for (const { absolutePath, path } of found.filter(({ absolutePath }) => !typed.has(absolutePath))) {
    const read = await readText(absolutePath, options);
    if ('text' in read) files.push({ path, text: read.text });
  }
  return files;
}

function textName(name: string): TextName {
  const known = TEXT_NAMES.find((each) => each === name);
  if (known === undefined) throw new Error(`There is no text "${name}"; choose of ${TEXT_NAMES.join(', ')}.`);
  return known;
}

/**
 * Trains as the command line does by default, on all files: of these the program holds out the same ones as the text does, so
 * the Transformer learns what the simple models learn. (Its best checkpoint is the one that predicts the held-out files best,
 * which favours it, but hardly.)
 */
async function train(files: readonly TextFile[], modelFolder: string): Promise<void> {
  const program = new BuiltProgram('src/cli.ts');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mygpt-bench-'));
  try {
    for (const { path: name, text } of files) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      appendFileSync(file, text); // two pieces of one file become one again
    }
    await runCommand(program.script, ['train', folder, '--out', modelFolder, '--json']);
  } finally {
    program.remove();
    rmSync(folder, { recursive: true });
  }
}

/** @throws Error if a model was trained on what is to be typed, as far as lengths tell */
function checkHeldOut(modelFolder: string, text: string): void {
  const file = path.join(modelFolder, 'training.json');
  const { corpus } = JSON.parse(readFileSync(file, 'utf8')) as { readonly corpus: CorpusSummary };
  const wanted = [...text].length;
  if (corpus.heldOutCharacters === wanted) return;
  throw new Error(
    `Of ${modelFolder}, ${corpus.heldOutCharacters} characters were held out, not the ${wanted} to type.`,
  );
}
