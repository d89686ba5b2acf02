import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { systemErrorCode, UserError } from '../errors';
import { replaceFile } from '../files';
import { arrayOf, isNumber, isString, objectOf, optional } from '../guards';
import type { CalibrationCounts } from './calibration';
import type { SuggestionLearning } from './remembering';

/** Of another format nothing is read: also when the same number of weights comes to mean something else. */
const FORMAT = 1;

/** What was learnt while somebody typed in a workspace, of how to weigh evidence and whom to believe; nothing of the text. */
export interface Learning {
  /** Weights of the memory, in base 64. */
  readonly memory: string;
  /** Beside each model, the last one first. */
  readonly suggestions: readonly SuggestionLearning[];
}

interface LearningFile {
  readonly format: number;
  /** Of `learning`, as JSON. */
  readonly sha256: string;
  readonly learning: Learning;
}

const isLearningFile = objectOf<LearningFile>({
  format: isNumber,
  sha256: isString,
  learning: objectOf<Learning>({
    memory: isString,
    suggestions: arrayOf(
      objectOf<SuggestionLearning>({
        model: isString,
        calibration: objectOf<CalibrationCounts>({ seen: arrayOf(isNumber), right: arrayOf(isNumber) }),
        mix: optional(isString),
      }),
    ),
  }),
});

/** @throws UserError if the file cannot be written */
export async function writeLearning(file: string, learning: Learning): Promise<void> {
  const content: LearningFile = { format: FORMAT, sha256: hashOf(learning), learning };
  await replaceFile(file, JSON.stringify(content));
}

/** Undefined if there is no file. @throws UserError if it is damaged or of another version */
export async function readLearning(file: string): Promise<Learning | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw new UserError('What the memory had learnt cannot be read. It begins anew.');
  });
  return text === undefined ? undefined : parse(text);
}

function parse(text: string): Learning {
  const content = jsonOf(text);
  const format = objectOf({ format: isNumber })(content) ? content.format : FORMAT;
  if (format !== FORMAT) throw new UserError('What the memory had learnt is of another version. It begins anew.');
  if (isLearningFile(content) && content.sha256 === hashOf(content.learning)) return content.learning;
  throw new UserError('What the memory had learnt is damaged. It begins anew.');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hashOf(learning: Learning): string {
  return createHash('sha256').update(JSON.stringify(learning)).digest('hex');
}
