// What the model costs to use: times, memory, and what an idle process takes. `npm run bench inference` prints a table with goals.
import { inferenceSection } from './sections/inference';

void inferenceSection();
