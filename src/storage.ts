import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { UserError } from './errors';
import { NO_TRAINING, type TrainingStatus } from './training/status';
import { isTrainingStatus } from './training/eventGuards';

/** Where the extension keeps things: most of them belong to the open workspace. */
export class WorkspaceStorage {
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly context: vscode.ExtensionContext) {}

  /** The model folder of this workspace, if a folder is open. */
  get modelFolder(): string | undefined {
    return this.path('model');
  }

  /** What the memory of this workspace has learnt of how to weigh evidence; nothing of the text. */
  get learningFile(): string | undefined {
    return this.path('learning.json');
  }

  /** The installation of TensorFlow, which serves all workspaces. */
  get tensorFlowFolder(): string {
    return vscode.Uri.joinPath(this.context.globalStorageUri, 'tensorflow').fsPath;
  }

  /** What is known of this machine's execution providers. */
  get providerMemory(): string {
    return vscode.Uri.joinPath(this.context.globalStorageUri, 'execution-providers.json').fsPath;
  }

  /** @throws UserError if no folder is open. */
  requireModelFolder(): string {
    if (this.modelFolder !== undefined) return this.modelFolder;
    throw new UserError('No folder is open. Open one first: MyGPT trains on the text of the open workspace.');
  }

  /** The status of the last training, for its view; nothing if there is none, or it cannot be read. */
  async readStatus(): Promise<TrainingStatus> {
    if (this.statusFile === undefined) return NO_TRAINING;
    try {
      const status: unknown = JSON.parse(await readFile(this.statusFile, 'utf8'));
      return isTrainingStatus(status) ? status : NO_TRAINING;
    } catch {
      return NO_TRAINING;
    }
  }

  /** Writes come one after the other, and each replaces the file as a whole. */
  async writeStatus(status: TrainingStatus): Promise<void> {
    const write = this.writing.then(() => this.replaceStatus(status));
    this.writing = write.catch(() => undefined);
    await write;
  }

  private async replaceStatus(status: TrainingStatus): Promise<void> {
    const file = this.statusFile;
    if (file === undefined || this.context.storageUri === undefined) return;
    await mkdir(this.context.storageUri.fsPath, { recursive: true });
    await writeFile(`${file}.new`, JSON.stringify(status));
    await rename(`${file}.new`, file);
  }

  private get statusFile(): string | undefined {
    return this.path('last-training.json');
  }

  private path(name: string): string | undefined {
    const { storageUri } = this.context;
    return storageUri && vscode.Uri.joinPath(storageUri, name).fsPath;
  }
}
