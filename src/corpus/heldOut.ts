/** The share of the text that is held out, and how far from it whole files may lead. */
const SHARE = 0.1;
const MIN_SHARE = 0.05;
const MAX_SHARE = 0.12;

/** As long as what was held out earlier makes up this share, nothing joins it: then the losses can be compared. */
const KEPT_SHARE = 0.075;

/** A file as far as holding it out is concerned. */
interface FileSize {
  /** A hash of its name. */
  readonly order: number;
  readonly tokens: { readonly length: number };
}

/** On which side of the split a model's text was that is now trained further. */
export interface EarlierSides<File> {
  /** Such a file is never held out: the model would be measured on what it has learnt. */
  readonly wasTrainedOn: (file: File) => boolean;
  /** Such a file stays held out, so that what is measured stays comparable. */
  readonly wasHeldOut: (file: File) => boolean;
}

const NEW_TEXT: EarlierSides<unknown> = { wasTrainedOn: () => false, wasHeldOut: () => false };

/**
 * The files to hold out: about a tenth of the text, so that what is measured on it is what the model makes of files it has
 * never seen. Files are taken in the order of their names' hashes until there are enough; one that would lead beyond 12 %
 * is passed over. So which files are held out depends on nothing but their names and sizes, and a file that is added or
 * removed leaves nearly all others where they were; where an earlier model is trained further, it leaves all of them.
 *
 * @returns undefined if whole files cannot make up 5 % of the text: few files, or a very large one, or few that are new.
 */
export function chooseHeldOut<File extends FileSize>(
  files: readonly File[],
  { wasTrainedOn, wasHeldOut }: EarlierSides<File> = NEW_TEXT,
): ReadonlySet<File> | undefined {
  const total = files.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const unknown = files.filter((file) => !wasTrainedOn(file)).sort((a, b) => a.order - b.order);
  const chosen = new Set<File>();
  let characters = 0;
  const take = (candidates: readonly File[], enough: number) => {
    for (const file of candidates) {
      if (characters >= total * enough) break;
      if (characters + file.tokens.length > total * MAX_SHARE) continue;
      chosen.add(file);
      characters += file.tokens.length;
    }
  };
  take(unknown.filter(wasHeldOut), 1);
  if (characters < total * KEPT_SHARE) {
    take(
      unknown.filter((file) => !wasHeldOut(file)),
      SHARE,
    );
  }
  return characters >= total * MIN_SHARE ? chosen : undefined;
}

/** Where a text of `length` characters is split into training and held-out text by position: as in the MyGPT notebook. */
export function splitPosition(length: number): number {
  return Math.floor((1 - SHARE) * length);
}

/**
 * Where a text is split whose beginning, up to `trained`, a model has been trained on that is now trained further.
 *
 * @returns undefined if what comes after is less than 5 % of the text
 */
export function laterSplitPosition(trained: number, length: number): number | undefined {
  if (length - trained < length * MIN_SHARE) return undefined;
  return length - trained > length * MAX_SHARE ? Math.max(trained, splitPosition(length)) : trained;
}
