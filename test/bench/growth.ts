// How the cost of an iteration grows with width, depth, context and batch, and how much of the processor's arithmetic it uses.
// `npm run bench growth [PRESET]` measures the preset (`fast` unless told) in many sizes.
import { growthSection, MANY_SIZES } from './sections/growth';
import { printSummary } from './summary';

printSummary(growthSection(process.argv[2] ?? 'fast', MANY_SIZES));
