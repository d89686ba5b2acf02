import { parseArgs } from 'node:util';
import { UserError } from '../errors';
import { formatCount } from '../format';
import { evaluateFiles } from '../inference/evaluate';
import { required } from './arguments';

/** `mygpt evaluate`: how well a model predicts files. */
export async function evaluate(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { model: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const folder = required(values.model, '--model');
  if (positionals.length === 0) throw new UserError('Name at least one file to evaluate.');

  const showProgress = process.stderr.isTTY && !values.json;
  const result = await evaluateFiles(folder, positionals, (done, all) => {
    if (showProgress) process.stderr.write(`\r${Math.floor((100 * done) / all)} % of ${formatCount(all)} characters `);
  });
  if (showProgress) process.stderr.write('\r\x1b[K');
  if (values.json) {
    console.log(JSON.stringify(result));
    return;
  }
  console.log(`characters           ${formatCount(result.characters)}`);
  console.log(`nats per character   ${result.natsPerCharacter.toFixed(4)}`);
  console.log(`bits per character   ${result.bitsPerCharacter.toFixed(4)}`);
  console.log(`top-1 accuracy       ${(100 * result.top1Accuracy).toFixed(2)} %`);
  if (result.unknownCharacters > 0) console.log(`unknown characters   ${formatCount(result.unknownCharacters)}`);
}
