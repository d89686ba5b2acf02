import { readFileSync } from 'node:fs';
import path from 'node:path';
import { splitPosition } from '../../../../src/corpus/heldOut';
import { Vocabulary } from '../../../../src/corpus/vocabulary';

const TEXT = readFileSync(path.join(__dirname, '../../../fixtures/tinyshakespeare.txt'), 'utf8');
const POSITION = splitPosition(TEXT.length);

/** Tiny Shakespeare's first nine tenths. */
export const TRAINING = TEXT.slice(0, POSITION);
/** And its last. */
export const HELD_OUT = TEXT.slice(POSITION);

/** The sorted distinct characters of a text. */
export function vocabularyOf(text: string): Vocabulary {
  return new Vocabulary([...new Set(text)].sort());
}
