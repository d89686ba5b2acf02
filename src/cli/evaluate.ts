import { parseArgs } from 'node:util';
import { UserError } from '../errors';
import { formatCount } from '../format';
import { evaluateFiles } from '../inference/evaluate';
import { required, wholeNumber } from './arguments';
import { evaluateTyping } from './evaluateTyping';

/** `mygpt evaluate`: how well a model predicts files, or how many keys it saves somebody who types them. */
export async function evaluate(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      model: { type: 'string' },
      typing: { type: 'boolean', default: false },
      memory: { type: 'string' },
      limit: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  if (!values.typing || values.memory === undefined) required(values.model, '--model');
  if (positionals.length === 0) throw new UserError('Name at least one file to evaluate.');
  const limit = values.limit === undefined ? Infinity : wholeNumber(values.limit, '--limit', 1);
  if (values.typing) {
    await evaluateTyping(values.model, values.memory, positionals, limit, values.json);
    return;
  }
  if (values.limit !== undefined) throw new UserError('--limit goes with --typing; leave it out, or add --typing.');
  if (values.memory !== undefined) throw new UserError('--memory goes with --typing; leave it out, or add --typing.');
  await evaluatePrediction(required(values.model, '--model'), positionals, values.json);
}

async function evaluatePrediction(folder: string, files: readonly string[], json: boolean): Promise<void> {
  const showProgress = process.stderr.isTTY && !json;
  const result = await evaluateFiles(folder, files, (done, all) => {
    if (showProgress) process.stderr.write(`\r${Math.floor((100 * done) / all)} % of ${formatCount(all)} characters `);
  });
  if (showProgress) process.stderr.write('\r\x1b[K');
  if (json) {
    console.log(JSON.stringify(result));
    return;
  }
  console.log(`characters           ${formatCount(result.characters)}`);
  console.log(`nats per character   ${result.natsPerCharacter.toFixed(4)}`);
  console.log(`bits per character   ${result.bitsPerCharacter.toFixed(4)}`);
  console.log(`top-1 accuracy       ${(100 * result.top1Accuracy).toFixed(2)} %`);
  if (result.unknownCharacters > 0) console.log(`unknown characters   ${formatCount(result.unknownCharacters)}`);
}
