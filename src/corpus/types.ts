/** What to read. Everything in it can be sent to a child process as it is. */
export interface CorpusOptions {
  readonly folders: readonly CorpusFolder[];
  /** Globs, relative to a folder; a file must match one of them. */
  readonly include: readonly string[];
  /** Globs, relative to a folder; a file or folder that matches one of them is left out. */
  readonly exclude: readonly string[];
  /** Leave out what tends to hold secrets: .env files, keys, certificates, credentials, tokens. */
  readonly excludeSecrets: boolean;
  /** Larger files are left out, in bytes. */
  readonly maxFileBytes: number;
  /** The most that is read in all, in characters; beyond it files are sampled evenly. */
  readonly maxCharacters: number;
  /** The most distinct characters that are learnt; rarer ones become the unknown token. */
  readonly maxVocabulary: number;
}

/** A folder of the workspace, with the globs of what is left out of it (`files.exclude`, `search.exclude` …). */
export interface CorpusFolder {
  /** Absolute path. */
  readonly path: string;
  readonly exclude: readonly string[];
}

export const DEFAULT_CORPUS_OPTIONS: Omit<CorpusOptions, 'folders'> = {
  include: ['**/*'],
  exclude: [],
  excludeSecrets: true,
  maxFileBytes: 2_000_000,
  maxCharacters: 20_000_000,
  maxVocabulary: 512,
};

/** Why a file can be left out. */
export const LEFT_OUT_REASONS = [
  'ignored', // by .gitignore, or a folder of version control, dependencies or caches, such as node_modules
  'excluded', // by a setting
  'secret',
  'binary',
  'not UTF-8',
  'too large',
  'generated', // minified or generated text
  'lock file',
  'duplicate',
  'empty',
  'symbolic link', // links are not followed: what they lead to in the workspace is read there
  'unreadable', // no permission, or neither a file nor a folder
  'sampled', // more text than maxCharacters; the file that was cut there counts too
] as const;

export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

export interface LeftOut {
  readonly reason: LeftOutReason;
  /** Files, or whole folders that were not entered. */
  readonly count: number;
  /** A few of them, relative to their folder. */
  readonly examples: readonly string[];
}

/** What the corpus holds, for the training view, training.json and the log. */
export interface CorpusSummary {
  readonly files: number;
  readonly characters: number;
  readonly trainingCharacters: number;
  readonly heldOutCharacters: number;
  /** 'files': whole files are held out. 'position': the last tenth of the text is. */
  readonly heldOutBy: 'files' | 'position';
  readonly heldOutFiles: number;
  readonly vocabularySize: number;
  /** Characters of the text that became the unknown token. */
  readonly unknownCharacters: number;
  readonly leftOut: readonly LeftOut[];
}
