import { parseArgs } from 'node:util';
import { decimalNumber, required, wholeNumber } from './arguments';
import { openModel } from './model';

/** `mygpt generate`: the continuation of a prompt, as it comes. */
export async function generate(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      model: { type: 'string' },
      prompt: { type: 'string' },
      length: { type: 'string' },
      temperature: { type: 'string', default: '1' },
      'top-k': { type: 'string', default: '0' },
      greedy: { type: 'boolean', default: false },
      seed: { type: 'string' },
    },
  });
  const request = {
    prompt: required(values.prompt, '--prompt'),
    length: wholeNumber(required(values.length, '--length'), '--length'),
    temperature: values.greedy ? 0 : decimalNumber(values.temperature, '--temperature'),
    topK: wholeNumber(values['top-k'], '--top-k'),
    seed: values.seed === undefined ? Date.now() : wholeNumber(values.seed, '--seed'),
  };
  const model = await openModel(values.model);
  await model.generate(request, (text) => process.stdout.write(text));
  if (process.stdout.isTTY) process.stdout.write('\n');
}
