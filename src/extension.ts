import path from 'node:path';
import * as vscode from 'vscode';
import { type CommandHandlers, type CommandName, registerCommands } from './commands';
import type { Statistics } from './completion/statistics';
import { StatisticsStore } from './completion/statisticsStore';
import { messageOf } from './errors';
import type { Crash } from './inference/inferenceProcess';
import { ModelHost } from './inference/modelHost';
import { WorkspaceStorage } from './storage';
import { TrainingController } from './training/controller';
import { TensorFlowInstallation } from './training/engines/tensorflow/installation/installation';
import { isResumable } from './training/runFolder';
import type { TrainingStatus } from './training/status';
import type { TrainingDone, TrainingEvent } from './training/types';
import { CompletionFlow } from './views/completionFlow';
import type { NamedModel } from './views/generator/session';
import { GeneratorView } from './views/generatorView';
import { ModelFlow } from './views/modelFlow';
import type { Standing } from './views/standing';
import { StatusBar } from './views/statusBar';
import { TensorFlowFlow } from './views/tensorFlowFlow';
import { TrainingFlow } from './views/trainingFlow';
import { TrainingView, type TrainingViewState } from './views/trainingView';

/** What other extensions, and the tests of this one, see of it. */
export interface ExtensionApi {
  /** Milliseconds that `activate` took. */
  readonly activationMilliseconds: number;
  /** What completions were worth until now, if there were any. */
  statistics(): Statistics | undefined;
}

let running: MyGPT | undefined;

export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const begin = performance.now();
  const extension = new MyGPT(context);
  running = extension;
  context.subscriptions.push(extension);
  const activationMilliseconds = performance.now() - begin;
  return { activationMilliseconds, statistics: () => extension.statistics.statistics };
}

/** VS Code waits for what is still to be written. */
export async function deactivate(): Promise<void> {
  await running?.save();
}

/** The parts of the extension, and what passes between them. */
class MyGPT implements vscode.Disposable {
  private readonly log = vscode.window.createOutputChannel('MyGPT', { log: true });
  private readonly statusBar = new StatusBar();
  private readonly storage: WorkspaceStorage;
  private readonly training: TrainingController;
  private readonly tensorFlow: TensorFlowInstallation;
  private readonly trainingView: TrainingView;
  private readonly trainingFlow: TrainingFlow;
  /** The model of the workspace: it completes what is typed. */
  private readonly model: ModelHost;
  /** The model that comes along: something to play with until there is one's own. */
  private readonly sample: ModelHost;
  private readonly generatorView: GeneratorView;
  readonly statistics: StatisticsStore;
  private readonly completions: CompletionFlow;
  private readonly disposables: vscode.Disposable;

  constructor(private readonly context: vscode.ExtensionContext) {
    this.storage = new WorkspaceStorage(context);
    this.training = new TrainingController(this.built('training-process.js'), {
      onReset: (status) => this.trainingReset(status),
      onEvent: (event, status) => this.trainingTold(event, status),
    });
    this.tensorFlow = new TensorFlowInstallation(this.storage.tensorFlowFolder, this.built('tensorflow-probe.js'));
    this.model = this.modelHost(
      this.storage.modelFolder,
      () => this.modelChanged(),
      () => this.completions.memoryIsNew(),
    );
    this.sample = this.modelHost(path.join(context.extensionPath, 'models', 'shakespeare'), () => undefined);
    this.statistics = new StatisticsStore(
      context.globalState,
      () => this.trainingView.refreshStatistics(),
      (error) => this.log.warn(`The statistics were not kept: ${messageOf(error)}`),
    );
    this.completions = new CompletionFlow(this.model, this.statistics, this.log, () => this.updateStatusBar());
    this.trainingView = new TrainingView(context.extensionUri, () => this.viewState(), {
      train: runs('trainOnWorkspace'),
      pause: runs('pauseTraining'),
      resume: runs('resumeTraining'),
      stop: runs('stopTraining'),
      openGenerator: runs('openSampleGenerator'),
      installTensorFlow: runs('installTensorFlow'),
      resetStatistics: runs('resetStatistics'),
      useOnnxRuntime: () => void this.trainingFlow.useOnnxRuntime(),
    });
    this.generatorView = new GeneratorView(context.extensionUri, {
      model: () => this.modelToPlayWith(),
      train: runs('trainOnWorkspace'),
    });
    this.trainingFlow = new TrainingFlow(this.training, this.storage, () => this.trainingView.show(), this.log);
    this.disposables = vscode.Disposable.from(
      this.log,
      this.statusBar,
      this.training,
      this.model,
      this.sample,
      this.completions,
      this.trainingView,
      this.generatorView,
      registerCommands(this.commands(), this.log),
    );
    this.completions.readEnabled();
    void this.restore();
  }

  dispose(): void {
    this.disposables.dispose();
  }

  /** Writes what would be lost otherwise. */
  async save(): Promise<void> {
    await this.statistics.flush();
  }

  private commands(): CommandHandlers {
    const models = new ModelFlow(this.model, this.storage, this.built('cli.js'));
    const tensorFlow = new TensorFlowFlow(this.tensorFlow, () => this.trainsWithTensorFlow(), this.log);
    return {
      trainOnWorkspace: () => this.trainingFlow.train(),
      pauseTraining: () => this.training.pause(),
      resumeTraining: () => this.trainingFlow.resume(),
      stopTraining: () => this.training.stop(),
      showTraining: () => this.trainingView.show(),
      openSampleGenerator: () => this.generatorView.show(),
      resetStatistics: () => this.completions.resetStatistics(),
      toggleCompletions: () => this.completions.toggle(),
      toggleLanguage: () => this.completions.toggleLanguage(),
      snoozeCompletions: () => this.completions.snooze(),
      importModel: () => models.import(),
      exportModel: () => models.export(),
      deleteModel: () => models.delete(),
      installTensorFlow: () => tensorFlow.install(),
      showMenu: () => this.statusBar.showMenu(this.standing()),
      showLog: () => this.log.show(),
    };
  }

  /** Until a training has said which engine it took, it may be TensorFlow. */
  private trainsWithTensorFlow(): boolean {
    return this.training.running && this.training.status.started?.engine !== 'onnxruntime';
  }

  /** What this workspace had when its window was last open. */
  private async restore(): Promise<void> {
    const { modelFolder } = this.storage;
    this.completions.readMemory();
    if (modelFolder === undefined) return;
    this.training.restore(await this.storage.readStatus(), await isResumable(modelFolder));
    await this.model.load();
  }

  private trainingReset(status: TrainingStatus): void {
    this.trainingView.refresh();
    this.trainingChanged(status);
  }

  private trainingTold(event: TrainingEvent, status: TrainingStatus): void {
    this.trainingView.post(event);
    this.trainingChanged(status);
    if (event.type === 'step' || event.type === 'reading') return;
    this.log.info('Training:', JSON.stringify(event));
    this.keepStatus(status);
    if (event.type === 'usable') void this.model.load();
    if (event.type === 'done') void this.finishTraining(event);
    if (event.type === 'failed') void this.trainingFlow.announceFailure(event);
  }

  private async finishTraining(done: TrainingDone): Promise<void> {
    await this.model.load();
    await this.trainingFlow.announceDone(done);
  }

  private trainingChanged(status: TrainingStatus): void {
    this.updateStatusBar();
    setContext('training', this.training.running);
    setContext('trainingPhase', status.phase);
    setContext('resumable', status.phase === 'paused' || (status.phase === 'failed' && status.failure?.resumable));
  }

  private keepStatus(status: TrainingStatus): void {
    this.storage.writeStatus(status).catch((error: unknown) => {
      this.log.warn(`The training's history was not kept: ${messageOf(error)}`);
    });
  }

  private modelHost(folder: string | undefined, onChange: () => void, onNewMemory?: () => void): ModelHost {
    return new ModelHost(folder, {
      script: this.built('inference-process.js'),
      learningFile: this.storage.learningFile,
      onChange,
      ...(onNewMemory && { onNewMemory }),
      onCrash: (crash) => this.crashed(crash),
      onWarning: (message) => this.log.warn(message),
      onFailure: (message) => {
        this.log.error(message);
        void vscode.window.showErrorMessage(`MyGPT: ${message}`);
      },
    });
  }

  private modelChanged(): void {
    const ready = this.model.model !== undefined;
    this.completions.modelChanged();
    setContext('modelReady', ready);
    if (ready) this.sample.unload();
    this.generatorView.modelChanged();
  }

  private async modelToPlayWith(): Promise<NamedModel | undefined> {
    await this.model.settled();
    if (this.model.model) return { model: this.model.model, name: 'Model of this workspace' };
    if (!this.sample.model) await this.sample.load();
    return this.sample.model && { model: this.sample.model, name: 'Shakespeare (comes with MyGPT)' };
  }

  private crashed({ message, lastWords, restarts }: Crash): void {
    this.log.error(message, lastWords);
    if (restarts) return;
    void vscode.window.showErrorMessage(`MyGPT: ${message}`, 'Show Log').then((answer) => {
      if (answer !== undefined) this.log.show();
    });
  }

  private viewState(): TrainingViewState {
    return { status: this.training.status, statistics: this.statistics.statistics };
  }

  private updateStatusBar(): void {
    this.statusBar.update(this.standing());
  }

  private standing(): Standing {
    return {
      training: this.training.status,
      model: this.model.state,
      canSuggest: this.model.suggester !== undefined,
      completions: this.completions.state,
      document: this.completions.activeDocument,
    };
  }

  /** A file that the build made. */
  private built(name: string): string {
    return path.join(this.context.extensionPath, 'dist', name);
  }
}

function runs(command: CommandName): () => void {
  return () => void vscode.commands.executeCommand(`mygpt.${command}`);
}

function setContext(key: string, value: unknown): void {
  void vscode.commands.executeCommand('setContext', `mygpt.${key}`, value);
}
