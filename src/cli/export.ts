import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { UserError } from '../errors';
import { readModelFolder } from '../model/folder';
import { required } from './arguments';

/** `mygpt export`: the model as one file for other programs. */
export async function exportModel(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { model: { type: 'string' }, onnx: { type: 'string' }, safetensors: { type: 'string' } },
  });
  const { onnx, safetensors } = values;
  if (onnx === undefined && safetensors === undefined) {
    throw new UserError('Say where to: --onnx FILE or --safetensors FILE.');
  }
  const model = await readModelFolder(required(values.model, '--model'));
  if (onnx !== undefined) await writeFile(onnx, model.onnx);
  if (safetensors !== undefined) await writeFile(safetensors, model.safetensors);
}
