import * as vscode from 'vscode';
import { UserError } from '../errors';
import { settings } from '../settings';
import type { WorkspaceStorage } from '../storage';
import type { TrainingController } from '../training/controller';
import { isResumable } from '../training/runFolder';
import type { EngineRemedy, TrainingDone, TrainingFailed, TrainingRequest } from '../training/types';
import { formatDuration, formatLoss } from '../format';

const REMEDIES: Readonly<Record<EngineRemedy, string>> = {
  installTensorFlow: 'Install TensorFlow Engine',
  useOnnxRuntime: 'Use ONNX Runtime',
};

/** What differs from the settings this once. */
type RequestChanges = Partial<Pick<TrainingRequest, 'resume' | 'fresh' | 'engine'>>;

/** Who asks for it expressly gets a new model, whatever the settings say. */
const CHANGES = {
  train: {},
  resume: { resume: true },
  anew: { fresh: true },
} as const satisfies Record<string, RequestChanges>;

/** What a person who trains a model is asked and told, from the command to the trained model. */
export class TrainingFlow {
  constructor(
    private readonly controller: TrainingController,
    private readonly storage: WorkspaceStorage,
    private readonly showView: () => void,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Trains on the workspace. @throws UserError if there is none, or a training is running. */
  async train(): Promise<void> {
    const folders = await requireFolders();
    if (!folders) return;
    if (this.controller.running) {
      this.showView();
      throw new UserError('A training is already running. Wait until it is done, or stop it.');
    }
    const answer = (await isResumable(this.storage.requireModelFolder())) ? await askWhetherToResume() : 'train';
    if (answer !== undefined) this.start(folders, CHANGES[answer]);
  }

  /** Goes on with a paused training, or with one that was cut off. */
  async resume(): Promise<void> {
    if (this.controller.running) {
      this.controller.resume();
      return;
    }
    const folders = await requireFolders();
    if (folders) this.start(folders, CHANGES.resume);
  }

  /** Trains on, this once, with the engine that is always there; from the checkpoint, if there is one. */
  async useOnnxRuntime(): Promise<void> {
    const folders = await requireFolders();
    if (!folders || this.controller.running) return;
    const resume = await isResumable(this.storage.requireModelFolder());
    this.start(folders, { resume, engine: 'onnxruntime' });
  }

  /** Tells the end of a training to someone who may be looking elsewhere. */
  async announceDone({ validationLoss, elapsedSeconds }: TrainingDone): Promise<void> {
    const loss = `held-out loss ${formatLoss(validationLoss)}, ${formatDuration(elapsedSeconds)}`;
    const generator = 'Open Sample Generator';
    const message = `MyGPT has learnt your text (${loss}) and now completes it as you type.`;
    const answer = await vscode.window.showInformationMessage(message, generator);
    if (answer === generator) await vscode.commands.executeCommand('mygpt.openSampleGenerator');
  }

  async announceFailure({ message, resumable, userError, remedies }: TrainingFailed): Promise<void> {
    const actions = [
      ...remedies.map((remedy) => REMEDIES[remedy]),
      ...(resumable ? ['Resume'] : []),
      ...(userError ? [] : ['Show Log']),
    ];
    const answer = await vscode.window.showErrorMessage(`MyGPT: ${message}`, ...actions);
    if (answer === REMEDIES.useOnnxRuntime) await this.useOnnxRuntime();
    if (answer === REMEDIES.installTensorFlow) await vscode.commands.executeCommand('mygpt.installTensorFlow');
    if (answer === 'Resume') await vscode.commands.executeCommand('mygpt.resumeTraining');
    if (answer === 'Show Log') this.log.show();
  }

  private start(folders: readonly vscode.WorkspaceFolder[], changes: RequestChanges): void {
    this.controller.start({
      ...settings.training(),
      resume: false,
      corpus: settings.corpus(folders),
      modelFolder: this.storage.requireModelFolder(),
      providerMemory: this.storage.providerMemory,
      tensorFlowFolder: this.storage.tensorFlowFolder,
      ...changes,
    });
    this.showView();
  }
}

/** The folders of the workspace; without any, offers to open one. */
async function requireFolders(): Promise<readonly vscode.WorkspaceFolder[] | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const onDisk = folders.filter((folder) => folder.uri.scheme === 'file');
  if (onDisk.length > 0) return onDisk;
  if (folders.length > 0) throw new UserError('MyGPT trains on files on disk. Open a folder of this machine.');

  const open = 'Open Folder';
  const message = 'MyGPT: No folder is open. Open one first: MyGPT trains on the text of the open workspace.';
  const answer = await vscode.window.showErrorMessage(message, open);
  if (answer === open) await vscode.commands.executeCommand('workbench.action.files.openFolder');
  return undefined;
}

async function askWhetherToResume(): Promise<keyof typeof CHANGES | undefined> {
  const resume = 'Resume';
  const anew = 'Train Anew';
  const message = 'An earlier training of this workspace was cut off. Go on from its last checkpoint?';
  const answer = await vscode.window.showInformationMessage(message, { modal: true }, resume, anew);
  if (answer === undefined) return undefined;
  return answer === resume ? 'resume' : 'anew';
}
