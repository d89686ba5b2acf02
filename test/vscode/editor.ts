import * as vscode from 'vscode';
import { until } from '../host/until';

/** Opens a new text with the cursor at its end. */
export async function openText(content: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ content, language: 'plaintext' });
  const editor = await vscode.window.showTextDocument(document);
  const end = document.positionAt(content.length);
  editor.selection = new vscode.Selection(end, end);
  return editor;
}

/** Asks for a suggestion and accepts it, once. Returns what came into the text, or undefined if nothing did. */
export async function acceptSuggestion(editor: vscode.TextEditor): Promise<string | undefined> {
  const before = editor.document.getText();
  const changed = async () => {
    await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
    return editor.document.getText() !== before;
  };
  await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
  const accepted = await until('a suggestion', changed, { seconds: 3 }).catch(() => false);
  return accepted ? editor.document.getText().slice(before.length) : undefined;
}
