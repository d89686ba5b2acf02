import path from 'node:path';
import * as vscode from 'vscode';
import { runCommandLine } from '../commandLine';
import { UserError } from '../errors';
import { removeFolder } from '../files';
import type { ModelHost } from '../inference/modelHost';
import type { WorkspaceStorage } from '../storage';

/** Importing, exporting and deleting the model of the workspace, with what is asked on the way. */
export class ModelFlow {
  /** @param commandLine the built `cli.js` */
  constructor(
    private readonly host: ModelHost,
    private readonly storage: WorkspaceStorage,
    private readonly commandLine: string,
  ) {}

  async import(): Promise<void> {
    const out = this.storage.requireModelFolder();
    const model = await openFile('Import Model', { 'MyGPT model': ['onnx', 'safetensors'] });
    const source = model === undefined ? undefined : await importOptions(model);
    if (source === undefined) return;
    await runCommandLine(this.commandLine, ['import', ...source, '--out', out]);
    await this.host.load();
  }

  async export(): Promise<void> {
    const folder = this.storage.requireModelFolder();
    const target = await vscode.window.showSaveDialog({
      title: 'Export Model',
      filters: { 'ONNX model': ['onnx'], 'Parameters (safetensors)': ['safetensors'] },
    });
    if (!target) return;
    await runCommandLine(this.commandLine, ['export', '--model', folder, formatOption(target.fsPath), target.fsPath]);
    void vscode.window.showInformationMessage(`MyGPT: The model was exported to ${target.fsPath}.`);
  }

  async delete(): Promise<void> {
    const folder = this.storage.requireModelFolder();
    const action = 'Delete';
    const detail = 'It cannot be brought back, but you can train a new one at any time.';
    const question = 'Delete the MyGPT model of this workspace?';
    const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, action);
    if (answer !== action) return;
    this.host.unload();
    await removeFolder(folder);
  }
}

function formatOption(file: string): '--onnx' | '--safetensors' {
  switch (path.extname(file)) {
    case '.onnx':
      return '--onnx';
    case '.safetensors':
      return '--safetensors';
    default:
      throw new UserError('The name of the file must end in .onnx or .safetensors.');
  }
}

/** What to import a model from; undefined if the user thinks better of it. A safetensors file does not name its characters. */
async function importOptions(model: string): Promise<readonly string[] | undefined> {
  if (formatOption(model) === '--onnx') return ['--onnx', model];
  const vocabulary = await openFile('Import Vocabulary', { 'Vocabulary (JSON array of characters)': ['json'] });
  return vocabulary === undefined ? undefined : ['--safetensors', model, '--vocabulary', vocabulary];
}

async function openFile(title: string, filters: Record<string, string[]>): Promise<string | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ title, filters, openLabel: 'Import' })) ?? [];
  return file?.fsPath;
}
