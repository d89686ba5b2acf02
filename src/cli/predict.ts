import { parseArgs } from 'node:util';
import { characterName } from '../characterName';
import { formatProbability } from '../format';
import { required, wholeNumber } from './arguments';
import { openModel } from './model';

/** `mygpt predict`: the most probable next characters. */
export async function predict(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      model: { type: 'string' },
      prompt: { type: 'string' },
      top: { type: 'string', default: '10' },
      json: { type: 'boolean', default: false },
    },
  });
  const prompt = required(values.prompt, '--prompt');
  const model = await openModel(values.model);
  const predictions = await model.predict(prompt, wholeNumber(values.top, '--top', 1));
  if (values.json) {
    console.log(JSON.stringify(predictions));
    return;
  }
  for (const { character, probability } of predictions) {
    console.log(`${formatProbability(probability).padStart(7)}  ${characterName(character)}`);
  }
}
