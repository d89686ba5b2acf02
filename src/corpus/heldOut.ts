/** The share of the text that is held out, and how far from it whole files may lead. */
const SHARE = 0.1;
const MIN_SHARE = 0.05;
const MAX_SHARE = 0.12;

/** A file as far as holding it out is concerned. */
interface FileSize {
  /** A hash of its name. */
  readonly order: number;
  readonly tokens: { readonly length: number };
}

/**
 * The files to hold out: about a tenth of the text, so that what is measured on it is what the model makes of files it has
 * never seen. Files are taken in the order of their names' hashes until there are enough; one that would lead beyond 12 %
 * is passed over. So which files are held out depends on nothing but their names and sizes, and a file that is added or
 * removed leaves nearly all others where they were.
 *
 * @returns undefined if whole files cannot make up 5 % of the text: few files, or a very large one.
 */
export function chooseHeldOut<File extends FileSize>(files: readonly File[]): ReadonlySet<File> | undefined {
  const total = files.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const chosen = new Set<File>();
  let characters = 0;
  for (const file of files.toSorted((a, b) => a.order - b.order)) {
    if (characters >= total * SHARE) break;
    if (characters + file.tokens.length > total * MAX_SHARE) continue;
    chosen.add(file);
    characters += file.tokens.length;
  }
  return characters >= total * MIN_SHARE ? chosen : undefined;
}

/** Where a text of `length` characters is split into training and held-out text by position: as in the MyGPT notebook. */
export function splitPosition(length: number): number {
  return Math.floor((1 - SHARE) * length);
}
