import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../../package.json';
import { note } from '../mocha';

describe('the extension', () => {
  const extension = vscode.extensions.getExtension<{ activationMilliseconds: number }>('mygpt.mygpt');
  assert.ok(extension, 'it is installed');

  it('is activated in 100 ms at most', async () => {
    const { activationMilliseconds } = await extension.activate();
    note(`activate() took ${activationMilliseconds.toFixed(1)} ms`);
    assert.ok(activationMilliseconds <= 100, `${activationMilliseconds} ms`);
  });

  it('registers exactly the commands of its manifest', async () => {
    const registered = (await vscode.commands.getCommands(true)).filter((command) => command.startsWith('mygpt.'));
    const declared = manifest.contributes.commands.map(({ command }) => command);
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
