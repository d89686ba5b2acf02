import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { processesWith } from '../../host/processes';
import { until } from '../../host/until';
import { acceptSuggestion, openText } from '../editor';

function workspaceFolder(): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return folder.uri.fsPath;
}

/** What is suggested after a text. The document is closed again: what was accepted there is not remembered. */
async function suggestionAfter(prefix: string): Promise<string | undefined> {
  const suggestion = await acceptSuggestion(await openText(`\n${prefix}`));
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  return suggestion;
}

async function suggests(prefix: string, continuation: string): Promise<void> {
  await until(`${prefix} goes on with ${continuation}`, async () =>
    (await suggestionAfter(prefix))?.startsWith(continuation),
  );
}

async function suggestsNoMore(prefix: string, continuation: string): Promise<void> {
  await until(
    `${prefix} does not go on with ${continuation}`,
    async () => (await suggestionAfter(prefix))?.startsWith(continuation) !== true,
  );
}

async function openWithCrLf(lines: readonly string[]): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ content: lines.join('\r\n'), language: 'plaintext' });
  assert.equal(document.eol, vscode.EndOfLine.CRLF);
  return await vscode.window.showTextDocument(document);
}

describe('the memory, while there is no model,', function () {
  this.timeout(120_000);

  before(() => vscode.workspace.getConfiguration('mygpt').update('completion.memory', true));

  it('follows files that other programs write, rename and delete', async () => {
    const folder = path.join(workspaceFolder(), 'written by others');
    mkdirSync(folder);
    const file = path.join(folder, 'fish.txt');
    writeFileSync(file, 'A marmaladefish swims.\n'.repeat(3));
    await suggests('A marmaladef', 'ish');
    renameSync(file, path.join(folder, 'renamed.txt'));
    writeFileSync(path.join(folder, 'other.txt'), 'The pumpernickelbird sings.\n'.repeat(3));
    await suggests('The pumpernickelb', 'ird');
    await suggests('A marmaladef', 'ish');
    rmSync(folder, { recursive: true });
    await suggestsNoMore('A marmaladef', 'ish');
  });

  it('knows where a change stands in a document whose lines end with two characters', async () => {
    const editor = await openWithCrLf(['one', 'two', 'The quince____jelly shakes.', 'four', '']);
    const end = editor.document.lineAt(4).range.end;
    editor.selection = new vscode.Selection(end, end);
    await acceptSuggestion(editor);
    await editor.edit((edit) => edit.replace(new vscode.Range(2, 10, 2, 14), 'dumpling'));
    await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, 1, 0)));
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'The quincedumplingjelly shakes.\r\n'));
    await suggests('The quincedump', 'lingjelly');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('follows what is undone and done again', async () => {
    const editor = await openText('Notes:\n');
    await acceptSuggestion(editor);
    const { document } = editor;
    const begin = document.getText();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'The rhubarbwhale dives.\n'.repeat(3)));
    const again = () => vscode.window.showTextDocument(document);
    await suggests('The rhubarbw', 'hale');
    await again();
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), begin);
    await suggestsNoMore('The rhubarbw', 'hale');
    await again();
    await vscode.commands.executeCommand('redo');
    await suggests('The rhubarbw', 'hale');
  });

  it('is told of the open documents again when its process has crashed', async () => {
    const editor = await openText('The turnipgiraffe eats.\n'.repeat(3));
    await acceptSuggestion(editor);
    await suggests('The turnipg', 'iraffe');
    const [child] = processesWith('inference-process.js').filter(({ parent }) => parent === process.pid);
    assert.ok(child, 'the process runs');
    process.kill(child.pid, 'SIGKILL');
    await vscode.window.showTextDocument(editor.document);
    await acceptSuggestion(editor);
    await suggests('The turnipg', 'iraffe');
  });
});
