import * as vscode from 'vscode';
import { messageOf, UserError } from '../errors';
import { settings } from '../settings';
import type {
  InstallationState,
  InstalledTensorFlow,
  TensorFlowInstallation,
} from '../training/engines/tensorflow/installation/installation';
import { thisMachine } from '../training/engines/tensorflow/installation/machine';
import type { Network } from '../training/engines/tensorflow/installation/network';
import { chooseSources } from '../training/engines/tensorflow/installation/sources';
import type { TensorFlowReady } from '../training/engines/tensorflow/probe';
import { askForInstallation, describePhase, describeReady } from './tensorFlowText';

const INSTALL = 'Install';
const REPAIR = 'Repair';
const UNINSTALL = 'Uninstall';

/** Installing, repairing and removing TensorFlow, with what is asked on the way. */
export class TensorFlowFlow {
  private busy = false;

  /** @param inUse whether a training uses it now */
  constructor(
    private readonly installation: TensorFlowInstallation,
    private readonly inUse: () => boolean,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Does what the present state calls for, after asking. */
  async install(): Promise<void> {
    const state = await this.alone(() => this.check());
    if (state.state === 'none') await this.offerInstallation(INSTALL);
    else if (state.state === 'broken') await this.offerRepair(state.reason);
    else await this.showInstalled(state);
  }

  /** To try it takes seconds: its library is large. */
  private async check(): Promise<InstallationState> {
    if (!(await this.installation.exists())) return { state: 'none' };
    return withCancellableProgress('MyGPT: Looking for TensorFlow', (signal) => this.installation.state(signal));
  }

  private async offerInstallation(action: string): Promise<void> {
    const network = currentNetwork();
    const sources = chooseSources(thisMachine(), network.environment);
    const { message, detail } = askForInstallation(sources, this.installation.folder);
    const answer = await vscode.window.showInformationMessage(message, { modal: true, detail }, action);
    if (answer !== action) return;
    const ready = await this.alone(() => this.runInstallation(network));
    void vscode.window.showInformationMessage(`MyGPT: ${describeReady(ready)}`);
  }

  private runInstallation(network: Network): Promise<TensorFlowReady> {
    this.requireUnused();
    return withCancellableProgress('MyGPT: Installing TensorFlow', async (signal, report) => {
      try {
        return await this.installation.install({
          network,
          signal,
          onProgress: (phase, fraction) => report(describePhase(phase, fraction)),
        });
      } catch (error) {
        if (error instanceof Error && error.cause !== undefined) this.log.error(messageOf(error.cause));
        throw error;
      }
    });
  }

  private async offerRepair(reason: string): Promise<void> {
    const message = `MyGPT: TensorFlow is installed but does not work: ${reason}.`;
    const answer = await vscode.window.showWarningMessage(message, REPAIR, UNINSTALL);
    if (answer === REPAIR) await this.offerInstallation(REPAIR);
    if (answer === UNINSTALL) await this.offerRemoval();
  }

  private async showInstalled(installed: InstalledTensorFlow): Promise<void> {
    const answer = await vscode.window.showInformationMessage(`MyGPT: ${describeReady(installed)}`, UNINSTALL);
    if (answer === UNINSTALL) await this.offerRemoval();
  }

  private async offerRemoval(): Promise<void> {
    const question = 'Uninstall TensorFlow?';
    const detail = 'MyGPT then trains with the engine that it carries. You can install TensorFlow again at any time.';
    const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, UNINSTALL);
    if (answer !== UNINSTALL) return;
    await this.alone(() => this.removeInstallation());
    void vscode.window.showInformationMessage('MyGPT: TensorFlow was removed.');
  }

  private async removeInstallation(): Promise<void> {
    this.requireUnused();
    await this.installation.uninstall();
  }

  private requireUnused(): void {
    if (this.inUse()) throw new UserError('A training is using TensorFlow. Wait until it is done, or stop it.');
  }

  /** One thing at a time in this window; other windows are kept out by the installation itself. */
  private async alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.busy)
      throw new UserError('TensorFlow is already being looked for, installed or removed. Wait until that is done.');
    this.busy = true;
    try {
      return await work();
    } finally {
      this.busy = false;
    }
  }
}

function currentNetwork(): Network {
  return { environment: process.env, ...settings.network() };
}

async function withCancellableProgress<T>(
  title: string,
  work: (signal: AbortSignal, report: (message: string) => void) => Promise<T>,
): Promise<T> {
  const options = { title, location: vscode.ProgressLocation.Notification, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    let shown = '';
    return work(controller.signal, (message) => {
      if (message !== shown) progress.report({ message: (shown = message) });
    });
  });
}
