#!/usr/bin/env node
import { complete } from './cli/complete';
import { evaluate } from './cli/evaluate';
import { exportModel } from './cli/export';
import { generate } from './cli/generate';
import { importModel } from './cli/import';
import { describeMistake } from './cli/mistakes';
import { predict } from './cli/predict';
import { train } from './cli/train';
import { CancelledError, systemErrorCode, UserError } from './errors';

const USAGE = `MyGPT: a small Transformer that learns your text and completes it, on your own machine.

  mygpt train FOLDER --out DIR [--preset NAME] [--steps N] [--minutes M] [--engine auto|onnxruntime|tensorflow]
              [--provider auto|cpu|cuda|dml|webgpu|coreml]
              [--context N] [--evaluate-every N] [--threads N] [--seed S] [--resume] [--fresh] [--json]
  mygpt evaluate --model DIR FILE… [--typing [--limit CHARACTERS] [--memory FOLDER]] [--json]
  mygpt predict  --model DIR --prompt TEXT [--top K] [--json]
  mygpt generate --model DIR --prompt TEXT --length N [--temperature T] [--top-k K] [--greedy] [--seed S]
  mygpt complete --model DIR --prefix-file F [--suffix-file F] [--json]
  mygpt import   --onnx F | --safetensors F --vocabulary F [--n-head N]  --out DIR
  mygpt export   --model DIR --onnx F | --safetensors F
`;

/** One verb of the command line; its arguments are those after the verb. */
type Verb = (args: readonly string[]) => Promise<void>;

const VERBS: Readonly<Record<string, Verb>> = {
  train,
  evaluate,
  predict,
  generate,
  complete,
  import: importModel,
  export: exportModel,
};

/** The exit code of a user's mistake. */
const MISTAKE = 2;

async function main([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    (name === undefined ? process.stderr : process.stdout).write(USAGE);
    process.exitCode = name === undefined ? MISTAKE : 0;
    return;
  }
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (!verb) throw new UserError(`There is no command “${name}”. \`mygpt help\` lists them.`);
  await verb(args);
}

function fail(error: unknown): void {
  const mistake = describeMistake(error);
  if (error instanceof CancelledError) {
    process.exitCode = 130;
  } else if (mistake !== undefined) {
    process.stderr.write(`mygpt: ${mistake}\n`);
    process.exitCode = MISTAKE;
  } else {
    console.error(error);
    process.exitCode = 1;
  }
}

// A reader that has seen enough (`mygpt generate … | head`) is no error.
process.stdout.on('error', (error) => {
  if (systemErrorCode(error) === 'EPIPE') process.exit(0);
  throw error;
});
main(process.argv.slice(2)).catch(fail);
