import * as vscode from 'vscode';
import { until } from '../host/until';

/** Opens a new text with the cursor at its end. */
export async function openText(content: string, language = 'plaintext'): Promise<vscode.TextEditor> {
  return showAtEnd(await vscode.workspace.openTextDocument({ content, language }));
}

/** Replaces all of a document's text, and puts the cursor at its end. */
export async function editText(document: vscode.TextDocument, content: string): Promise<vscode.TextEditor> {
  const edit = new vscode.WorkspaceEdit();
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  edit.replace(document.uri, all, content);
  await vscode.workspace.applyEdit(edit);
  return showAtEnd(document);
}

async function showAtEnd(document: vscode.TextDocument): Promise<vscode.TextEditor> {
  const editor = await vscode.window.showTextDocument(document);
  const { end } = document.lineAt(document.lineCount - 1).range;
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
