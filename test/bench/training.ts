// What an iteration of training takes, beside its peers in PyTorch, on a quiet machine and beside a busy process.
// `npm run bench training [-- --preset NAME --threads N --blocks N --quiet]` measures blocks of each in turn, so that a noisy
// machine disturbs all alike; `--quiet` leaves out the busy process. PyTorch is optional: PYTHON names a Python that has it.
import { parseArgs } from 'node:util';
import { STEPS_OPTIONS, stepsSection } from './sections/steps';
import { printSummary } from './summary';

const { values } = parseArgs({
  options: {
    preset: { type: 'string', multiple: true },
    threads: { type: 'string', multiple: true },
    blocks: { type: 'string' },
    quiet: { type: 'boolean', default: false },
  },
});

void stepsSection({
  presets: values.preset ?? STEPS_OPTIONS.presets,
  threads: values.threads?.map(Number) ?? STEPS_OPTIONS.threads,
  blocks: Number(values.blocks ?? STEPS_OPTIONS.blocks),
  busy: !values.quiet,
}).then(printSummary);
