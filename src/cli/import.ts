import path from 'node:path';
import { parseArgs } from 'node:util';
import { Vocabulary } from '../corpus/vocabulary';
import { UserError } from '../errors';
import { readBounded, readJson } from '../files';
import { formatCount } from '../format';
import { importCheckpoint } from '../model/checkpoint';
import type { ModelConfiguration } from '../model/configuration';
import { MOST_MODEL_BYTES, writeModelFolder } from '../model/folder';
import { importOnnx } from '../model/importOnnx';
import { required, wholeNumber } from './arguments';
import { requireOutputFolder } from './outputFolder';

/** `mygpt import`: a model folder from parameters that PyTorch wrote, or from a file of `mygpt export`. */
export async function importModel(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      onnx: { type: 'string' },
      safetensors: { type: 'string' },
      vocabulary: { type: 'string' },
      out: { type: 'string' },
      'n-head': { type: 'string' },
    },
  });
  const { onnx, safetensors } = values;
  if ((onnx === undefined) === (safetensors === undefined)) {
    throw new UserError('Say from where: --onnx FILE, or --safetensors FILE --vocabulary FILE.');
  }
  const source = required(onnx ?? safetensors, '--onnx');
  const vocabularyFile = onnx === undefined ? required(values.vocabulary, '--vocabulary') : undefined;
  const out = await requireOutputFolder(values.out);

  const bytes = await readBounded(source, MOST_MODEL_BYTES);
  const { configuration, vocabulary, parameters } =
    vocabularyFile === undefined
      ? importOnnx(bytes)
      : { ...importCheckpoint(bytes), vocabulary: await readVocabulary(vocabularyFile) };
  requireAgreement(configuration, vocabulary, values['n-head']);
  await writeModelFolder(out, configuration, vocabulary, parameters, { importedFrom: path.basename(source) });
  console.error(`Imported ${formatCount(parameters.length)} parameters into ${out}.`);
}

function requireAgreement(configuration: ModelConfiguration, vocabulary: Vocabulary, heads: string | undefined): void {
  if (heads !== undefined && wholeNumber(heads, '--n-head', 1) !== configuration.n_head) {
    throw new UserError(`The file's model has ${configuration.n_head} heads, not ${heads}. Leave --n-head out.`);
  }
  if (vocabulary.size !== configuration.vocab_size) {
    throw new UserError(
      `The vocabulary has ${vocabulary.size} characters, the model ${configuration.vocab_size}: they do not belong together.`,
    );
  }
}

async function readVocabulary(file: string): Promise<Vocabulary> {
  return Vocabulary.parse(await readJson(file, 'The vocabulary is a JSON array of characters.'));
}
