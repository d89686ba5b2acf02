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
    const safetensors = await openFile('Import Parameters', { 'Model parameters': ['safetensors'] });
    if (safetensors === undefined) return;
    const vocabulary = await openFile('Import Vocabulary', { 'Vocabulary (JSON array of characters)': ['json'] });
    if (vocabulary === undefined) return;
    await runCommandLine(this.commandLine, [
      'import',
      '--safetensors',
      safetensors,
      '--vocabulary',
      vocabulary,
      '--out',
      out,
    ]);
    await this.host.load();
  }

  async export(): Promise<void> {
    const folder = this.storage.requireModelFolder();
    const target = await vscode.window.showSaveDialog({
      title: 'Export Model',
      filters: { 'ONNX model': ['onnx'], 'Parameters (safetensors)': ['safetensors'] },
    });
    if (!target) return;
    await runCommandLine(this.commandLine, ['export', '--model', folder, exportOption(target.fsPath), target.fsPath]);
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

function exportOption(file: string): '--onnx' | '--safetensors' {
  switch (path.extname(file)) {
    case '.onnx':
      return '--onnx';
    case '.safetensors':
      return '--safetensors';
    default:
      throw new UserError('Give the file a name that ends in .onnx or .safetensors.');
  }
}

async function openFile(title: string, filters: Record<string, string[]>): Promise<string | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ title, filters, openLabel: 'Import' })) ?? [];
  return file?.fsPath;
}
