import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_CORPUS_OPTIONS } from '../corpus/types';
import { UserError } from '../errors';
import { TrainingControl } from '../training/control';
import { DEFAULT_PRESET } from '../training/presets';
import { train as trainModel } from '../training/train';
import { EXECUTION_PROVIDERS, type ProviderChoice, type TrainingRequest } from '../training/types';
import { positiveNumber, wholeNumber } from './arguments';
import { requireOutputFolder } from './outputFolder';
import { asJson, inWords, TrainingReport } from './trainingReport';

const ENGINES: readonly string[] = ['auto', 'onnxruntime', 'tensorflow'] satisfies TrainingRequest['engine'][];

const PROVIDERS: readonly string[] = ['auto', 'cpu', ...EXECUTION_PROVIDERS];

const OPTIONS = {
  out: { type: 'string' },
  preset: { type: 'string', default: DEFAULT_PRESET },
  steps: { type: 'string' },
  minutes: { type: 'string' },
  engine: { type: 'string', default: 'auto' },
  provider: { type: 'string', default: 'auto' },
  context: { type: 'string' },
  'evaluate-every': { type: 'string' },
  threads: { type: 'string', default: '0' },
  seed: { type: 'string', default: '1337' },
  resume: { type: 'boolean', default: false },
  fresh: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

/** `mygpt train`: trains on the text of a folder. Ctrl+C stops it and keeps the best model so far. */
export async function train(args: readonly string[]): Promise<void> {
  const parsed = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  const request = await requestOf(parsed);
  const control = new TrainingControl();
  stopWhenInterrupted(control);
  const report = new TrainingReport(process.stdout, process.stderr, parsed.values.json ? asJson : inWords);
  await trainModel(request, control, report.show);
}

type Parsed = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>;

async function requestOf({ values, positionals }: Parsed): Promise<TrainingRequest> {
  const [folder, ...rest] = positionals;
  if (folder === undefined || rest.length > 0) throw new UserError('Name one folder to train on.');
  await requireFolder(folder);
  const modelFolder = await requireOutputFolder(values.out);
  const { steps, minutes, context } = values;
  const interval = values['evaluate-every'];
  return {
    corpus: {
      ...DEFAULT_CORPUS_OPTIONS,
      folders: [{ path: path.resolve(folder), exclude: globsOf(modelFolder, path.resolve(folder)) }],
    },
    modelFolder,
    preset: values.preset,
    engine: engineOf(values.engine),
    executionProvider: providerOf(values.provider),
    seed: wholeNumber(values.seed, '--seed'),
    threads: wholeNumber(values.threads, '--threads'),
    resume: values.resume,
    fresh: values.fresh,
    ...(steps !== undefined && { steps: wholeNumber(steps, '--steps', 1) }),
    ...(minutes !== undefined && { minutes: positiveNumber(minutes, '--minutes') }),
    ...(context !== undefined && { contextLength: wholeNumber(context, '--context', 1) }),
    ...(interval !== undefined && { evaluationInterval: wholeNumber(interval, '--evaluate-every', 1) }),
  };
}

async function requireFolder(folder: string): Promise<void> {
  const information = await stat(folder).catch(() => undefined);
  if (!information?.isDirectory()) throw new UserError(`${folder} is not a folder. Name the folder to train on.`);
}

/** Globs of a model inside the folder of text, and of what a training keeps beside it: neither is text to learn. */
function globsOf(modelFolder: string, folder: string): string[] {
  const relative = path.relative(folder, modelFolder);
  if (relative.startsWith('..') || path.isAbsolute(relative)) return [];
  const glob = relative.replaceAll(path.sep, '/').replace(/[*?![\]{}\\]/g, '?');
  return [glob, `${glob}.{training,new,previous}`];
}

function engineOf(name: string): TrainingRequest['engine'] {
  if (ENGINES.includes(name)) return name as TrainingRequest['engine'];
  throw new UserError(`There is no engine “${name}”. Choose one of: ${ENGINES.join(', ')}.`);
}

function providerOf(name: string): ProviderChoice {
  if (PROVIDERS.includes(name)) return name as ProviderChoice;
  throw new UserError(`There is no execution provider “${name}”. Choose one of: ${PROVIDERS.join(', ')}.`);
}

function stopWhenInterrupted(control: TrainingControl): void {
  const interrupt = () => {
    if (control.stopping) process.exit(130);
    process.stderr.write('\nStopping and keeping the best model so far. Press Ctrl+C again to end at once.\n');
    control.stop();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
}
