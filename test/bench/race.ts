// How much sooner the preset `fast` reaches the held-out loss that the notebook's recipe reaches in PyTorch after 5,000 iterations.
// `npm run bench race [MINUTES]` trains for so many minutes (1 unless told); PYTHON names a Python that has PyTorch.
import { raceSection } from './sections/race';
import { printSummary } from './summary';

void raceSection(Number(process.argv[2] ?? 1)).then(printSummary);
