import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Vocabulary } from '../corpus/vocabulary';
import { UserError } from '../errors';
import { readJson } from '../files';
import { formatCount } from '../format';
import { importCheckpoint } from '../model/checkpoint';
import { writeModelFolder } from '../model/folder';
import { required, wholeNumber } from './arguments';
import { requireOutputFolder } from './outputFolder';

/** `mygpt import`: a model folder from parameters that PyTorch (or `mygpt export`) wrote. */
export async function importModel(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      safetensors: { type: 'string' },
      vocabulary: { type: 'string' },
      out: { type: 'string' },
      'n-head': { type: 'string' },
    },
  });
  const source = required(values.safetensors, '--safetensors');
  const vocabularyFile = required(values.vocabulary, '--vocabulary');
  const out = await requireOutputFolder(values.out);

  const { configuration, parameters } = importCheckpoint(await readFile(source));
  if (values['n-head'] !== undefined && wholeNumber(values['n-head'], '--n-head', 1) !== configuration.n_head) {
    throw new UserError(
      `The file's model has ${configuration.n_head} heads, not ${values['n-head']}. Leave --n-head out.`,
    );
  }
  const vocabulary = await readVocabulary(vocabularyFile);
  if (vocabulary.size !== configuration.vocab_size) {
    throw new UserError(
      `The vocabulary has ${vocabulary.size} characters, the model ${configuration.vocab_size}: they do not belong together.`,
    );
  }
  await writeModelFolder(out, configuration, vocabulary, parameters, { importedFrom: path.basename(source) });
  console.error(`Imported ${formatCount(parameters.length)} parameters into ${out}.`);
}

async function readVocabulary(file: string): Promise<Vocabulary> {
  return Vocabulary.parse(await readJson(file, 'The vocabulary is a JSON array of characters.'));
}
