import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../../package.json';

describe('the extension in a window', () => {
  it('registers exactly the commands of its manifest', async () => {
    await vscode.extensions.getExtension('mygpt.mygpt')?.activate();
    const registered = (await vscode.commands.getCommands(true)).filter((command) => command.startsWith('mygpt.'));
    const declared = manifest.contributes.commands.map(({ command }) => command);
    // VS Code adds a command that shows a view's container, and the like, with a dot more.
    assert.deepEqual(registered.sort(), declared.sort());
  });

  it('has the settings of its manifest, with their defaults', () => {
    for (const { properties } of manifest.contributes.configuration) {
      for (const [id, { default: value }] of Object.entries(properties)) {
        assert.deepEqual(vscode.workspace.getConfiguration().inspect(id)?.defaultValue, value, id);
      }
    }
  });
});
