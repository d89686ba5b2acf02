import * as vscode from 'vscode';
import { CancelledError, messageOf, UserError } from './errors';

/** What the palette offers; package.json has the titles. */
export const COMMANDS = [
  'trainOnWorkspace',
  'pauseTraining',
  'resumeTraining',
  'stopTraining',
  'showTraining',
  'openSampleGenerator',
  'resetStatistics',
  'toggleCompletions',
  'toggleLanguage',
  'snoozeCompletions',
  'importModel',
  'exportModel',
  'deleteModel',
  'installTensorFlow',
  'showMenu',
  'showLog',
] as const;

export type CommandName = (typeof COMMANDS)[number];

/** One function for each command: a forgotten one is a type error. */
export type CommandHandlers = Readonly<Record<CommandName, () => unknown>>;

/** Registers all commands. What one of them throws is shown as a sentence, and logged if it is our mistake. */
export function registerCommands(handlers: CommandHandlers, log: vscode.LogOutputChannel): vscode.Disposable {
  const registrations = COMMANDS.map((name) =>
    vscode.commands.registerCommand(`mygpt.${name}`, async () => {
      try {
        await handlers[name]();
      } catch (error) {
        showError(error, log);
      }
    }),
  );
  return vscode.Disposable.from(...registrations);
}

function showError(error: unknown, log: vscode.LogOutputChannel): void {
  if (error instanceof CancelledError) return;
  if (!(error instanceof UserError)) log.error(error instanceof Error ? error : messageOf(error));
  const actions = error instanceof UserError ? [] : ['Show Log'];
  void vscode.window.showErrorMessage(`MyGPT: ${messageOf(error)}`, ...actions).then((action) => {
    if (action !== undefined) log.show();
  });
}
