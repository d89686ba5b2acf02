// Readers of what nobody vouches for, fed with random changes of what is right. `npm run fuzz [INPUTS [SEED]]` shares so many
// inputs (1,200,000) out over all of them; one that crashes, hangs or grows is kept in test/results.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { formatCount } from '../../src/format';
import { printTable } from '../bench/table';
import { fuzz, FuzzError } from './fuzz';
import { TARGETS } from './targets';

const RESULTS = path.join(__dirname, '..', 'results');

function main(inputs = '1200000', seed = String(Date.now())): void {
  const each = Math.ceil(Number(inputs) / TARGETS.length);
  console.log(`${formatCount(each)} inputs each, seed ${seed}`);
  const rows = TARGETS.map((target) => {
    const { refused, milliseconds, megabytes } = fuzz(target, each, Number(seed));
    return [
      target.name,
      formatCount(refused),
      formatCount(each - refused),
      `${milliseconds.toFixed(0)} ms`,
      `${megabytes.toFixed(0)} MB`,
    ];
  });
  printTable(['reader', 'refused', 'read', 'slowest', 'memory'], rows);
}

try {
  main(...process.argv.slice(2));
} catch (error) {
  if (!(error instanceof FuzzError)) throw error;
  const file = path.join(RESULTS, 'fuzz-input.bin');
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(file, error.input);
  console.error(`${error.message} The input is in ${file}.`, error.cause ?? '');
  process.exitCode = 1;
}
