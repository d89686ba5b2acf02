import { LocalLanguageModel } from '../inference/localLanguageModel';
import { required } from './arguments';

/** Opens the model that `--model` names. */
export async function openModel(folder: string | undefined): Promise<LocalLanguageModel> {
  return LocalLanguageModel.load(required(folder, '--model'));
}
