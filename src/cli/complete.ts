import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { DEFAULT_COMPLETION_OPTIONS, suggestCompletion } from '../completion/suggest';
import { required } from './arguments';
import { openModel } from './model';

/** `mygpt complete`: what the editor would suggest between two texts. */
export async function complete(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      model: { type: 'string' },
      'prefix-file': { type: 'string' },
      'suffix-file': { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const prefix = await readFile(required(values['prefix-file'], '--prefix-file'), 'utf8');
  const suffix = values['suffix-file'] === undefined ? '' : await readFile(values['suffix-file'], 'utf8');
  const model = await openModel(values.model);
  const completion = await suggestCompletion(model, prefix, suffix, DEFAULT_COMPLETION_OPTIONS);
  console.log(values.json ? JSON.stringify({ completion }) : completion);
}
