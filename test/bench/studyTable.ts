import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Outcome, Results } from './studyResults';
import { PLAN, SECONDS } from './studyPlan';
import { BASELINE, shapeOf, variantOf, VARIANTS } from './studyVariants';
import type { TextName } from './texts';

const FILE = path.join(__dirname, 'study.md');
const TEXTS = ['prose', 'typescript', 'python'] as const;

/** Writes study.md anew. */
export function writeTable(results: Results): void {
  const sections = [introduction(results), recipes(results), longTrainings(results), shortTexts(results)];
  writeFileSync(FILE, `${sections.filter((section) => section !== undefined).join('\n\n')}\n`);
}

function introduction(results: Results): string {
  return `# The recipe of the preset \`fast\`: a study

\`npm run bench study\` makes the trainings that are missing in \`study.jsonl\` and writes this file anew; an interrupted run
loses its last training only. \`npm run bench study speeds\` measures what an iteration takes where \`studySpeeds.json\` does
not say it (on a quiet machine).

Every variant is the recipe that the study began with (${BASELINE}, batch 16, Muon, rotary positions), with one thing
changed or two, trained by MyGPT's own engine on ONNX Runtime with one thread. What is
equal is the processor time: a variant gets as many iterations as its measured milliseconds allow, so the figures do not
depend on what else the machine does. The loss is the mean over all of the held-out text, in nats per character. Texts:
tiny Shakespeare (its last tenth held out), RxJS's TypeScript and GYP's Python (whole files held out; see \`texts.ts\`).
Runs of equal seed begin with the same numbers and draw the same batches.

Of the ${PLAN.length} trainings planned, ${results.outcomes.length} have been made. Not studied: dropout, which the engine does not have.`;
}

/** Pooled over the texts. */
function spread(results: Results): string {
  let squares = 0;
  let freedom = 0;
  for (const text of TEXTS) {
    const losses = recipeOutcomes(results, BASELINE, text).map(({ heldOut }) => heldOut);
    if (losses.length < 2) continue;
    const center = mean(losses);
    squares += losses.reduce((sum, loss) => sum + (loss - center) ** 2, 0);
    freedom += losses.length - 1;
  }
  return freedom === 0 ? 'not known yet' : `${Math.sqrt(squares / freedom).toFixed(3)} (${freedom} degrees of freedom)`;
}

function recipeOutcomes({ outcomes }: Results, variant: string, text: TextName, seconds = SECONDS): Outcome[] {
  return outcomes.filter(
    (each) =>
      each.variant === variant && each.text === text && 'seconds' in each.length && each.length.seconds === seconds,
  );
}

function recipes(results: Results): string {
  const rows = Object.entries(VARIANTS).map(([name, variant]) => {
    const milliseconds = results.speeds[shapeOf(variant)] ?? NaN;
    const cells = TEXTS.map((text) => (name === BASELINE ? ownLosses(results, text) : difference(results, name, text)));
    const [all] = differences(results, name);
    const average = name === BASELINE || all === undefined ? '' : signed(mean(differences(results, name)));
    return [name, milliseconds.toFixed(1), String(Math.round((SECONDS * 1000) / milliseconds)), ...cells, average];
  });
  return `## ${SECONDS} seconds of one processor

The losses of the first row (mean of its seeds, their number in parentheses), and how much worse (+) or better (−) each
variant is with the same seed; an empty cell is a training that has not been made. Over the first row's own seeds, the
standard deviation of a training's loss is ${spread(results)}: a difference on one text and seed below twice that says nothing.

${table(['variant', 'ms', 'iterations', ...TEXTS, 'mean'], rows)}`;
}

function ownLosses(results: Results, text: TextName): string {
  const losses = recipeOutcomes(results, BASELINE, text).map(({ heldOut }) => heldOut);
  return losses.length === 0 ? '' : `${mean(losses).toFixed(3)} (${losses.length})`;
}

function difference(results: Results, variant: string, text: TextName): string {
  const found = differencesOn(results, variant, text);
  if (found.length === 0) return '';
  return `${signed(mean(found))}${found.length > 1 ? ` (${found.length})` : ''}`;
}

function differences(results: Results, variant: string): number[] {
  return TEXTS.flatMap((text) => differencesOn(results, variant, text));
}

/** From the first row with the same seed. */
function differencesOn(results: Results, variant: string, text: TextName): number[] {
  const base = recipeOutcomes(results, BASELINE, text);
  return recipeOutcomes(results, variant, text).flatMap(({ seed, heldOut }) => {
    const same = base.find((each) => each.seed === seed);
    return same ? [heldOut - same.heldOut] : [];
  });
}

function longTrainings({ outcomes }: Results): string | undefined {
  const long = outcomes.filter(({ length }) => 'seconds' in length && length.seconds !== SECONDS);
  if (long.length === 0) return undefined;
  const rows = long.map(({ variant, text, length, steps, heldOut, training }) => [
    'seconds' in length ? String(length.seconds) : '',
    variant,
    text,
    String(steps),
    heldOut.toFixed(3),
    training.toFixed(3),
  ]);
  return `## Longer trainings

${table(['seconds', 'variant', 'text', 'iterations', 'held-out', 'training'], rows)}`;
}

function shortTexts({ outcomes }: Results): string {
  const short = outcomes.filter(({ characters }) => characters !== undefined);
  const sorted = short.toSorted((a, b) =>
    groupOf(a) < groupOf(b) ? -1 : groupOf(a) > groupOf(b) ? 1 : a.steps - b.steps,
  );
  const rows = sorted.map((outcome) => {
    const { variant, text, characters = NaN, steps, heldOut, training } = outcome;
    const { batchSize, contextLength } = variantOf(variant).recipe;
    const rounds = (steps * batchSize * contextLength) / characters;
    const best = Math.min(...short.filter((each) => groupOf(each) === groupOf(outcome)).map((each) => each.heldOut));
    const shown = heldOut === best ? `**${heldOut.toFixed(3)}**` : heldOut.toFixed(3);
    return [String(characters), text, variant, String(steps), rounds.toFixed(1), shown, training.toFixed(3)];
  });
  return `## Short texts: how many rounds?

Trained on a part of the text (of TypeScript: files in an order that has nothing to do with their content), measured on the
held-out text of the whole; one seed. The learning rate comes down over the iterations of each row; the best of each group
is bold.

${table(['characters', 'text', 'variant', 'iterations', 'rounds', 'held-out', 'training'], rows)}`;
}

function groupOf({ characters = 0, text, variant }: Outcome): string {
  return `${String(characters).padStart(9)} ${text} ${variant}`;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** With a real minus. */
function signed(number: number): string {
  return `${number < 0 ? '−' : '+'}${Math.abs(number).toFixed(3)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0), 3));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
