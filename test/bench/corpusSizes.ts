// What a training takes in time and memory, for workspaces of 100 KB to 100 MB.
// `npm run bench corpusSizes [PRESET]` trains a few iterations on each, with the preset `fast` unless told.
import { ALL_CORPORA, corpusSizesSection } from './sections/corpusSizes';
import { printSummary } from './summary';

void corpusSizesSection(process.argv[2] ?? 'fast', ALL_CORPORA).then(printSummary);
