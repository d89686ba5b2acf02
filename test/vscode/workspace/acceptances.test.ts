import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Statistics } from '../../../src/completion/statistics';
import { until } from '../../host/until';
import { acceptSuggestion, openText } from '../editor';

const LINE = 'A quokkaberry pudding is best.\n';
const TEXT = `${LINE.repeat(5)}A quokk`;
/** How it goes on. */
const NEXT = 'aberry pudding';
const LANGUAGE = 'restructuredtext';

interface Api {
  statistics(): Statistics | undefined;
}

/** What was counted in the language of these tests. */
function counts(): { readonly suggested: number; readonly accepted: number; readonly saved: number } {
  const extension = vscode.extensions.getExtension<Api>('mygpt.mygpt') ?? assert.fail('it is not installed');
  const statistics = extension.exports.statistics();
  const language = statistics?.languages.find((each) => each.language === LANGUAGE);
  return { suggested: language?.suggested ?? 0, accepted: language?.accepted ?? 0, saved: statistics?.saved ?? 0 };
}

/** Accepts a piece of a suggestion by a command of VS Code, and returns it. */
async function acceptPiece(editor: vscode.TextEditor, command: string): Promise<string> {
  const before = editor.document.getText();
  await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
  return until('a piece is accepted', async () => {
    await vscode.commands.executeCommand(command);
    return editor.document.getText().slice(before.length) || undefined;
  });
}

describe('the statistics', function () {
  this.timeout(120_000);

  before(async () => {
    await vscode.workspace.getConfiguration('mygpt').update('completion.memory', true);
    await until('a suggestion', async () => acceptSuggestion(await openText(TEXT)));
  });

  it('count a suggestion that is accepted whole, and the keys that it saves', async () => {
    const before = counts();
    const editor = await openText(TEXT, LANGUAGE);
    const accepted = await until('a suggestion', async () => acceptSuggestion(editor));
    const after = await until('it is counted', () => (counts().accepted > before.accepted ? counts() : undefined));
    assert.equal(after.accepted, before.accepted + 1);
    assert.equal(after.saved, before.saved + accepted.length - 1);
    assert.ok(after.suggested > before.suggested);
  });

  it('count one that is accepted word by word once, and a key for each word', async () => {
    const editor = await openText(TEXT, LANGUAGE);
    const before = counts();
    let keys = 0;
    let accepted = '';
    while (accepted.length < NEXT.length) {
      accepted += await acceptPiece(editor, 'editor.action.inlineSuggest.acceptNextWord');
      keys++;
    }
    await until('the keys are counted', () => counts().saved === before.saved + accepted.length - keys);
    assert.ok(keys > 1 && accepted.startsWith(NEXT), `${accepted} in ${keys} pieces`);
    assert.equal(counts().accepted, before.accepted + 1, `${accepted} in ${keys} pieces`);
  });

  it('count nothing as accepted that is typed key by key', async () => {
    const editor = await openText(TEXT, LANGUAGE);
    const before = counts();
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    await until('a suggestion is counted', () => counts().suggested > before.suggested);
    for (const text of NEXT.slice(0, 4)) await vscode.commands.executeCommand('type', { text });
    assert.equal(editor.document.getText(), TEXT + NEXT.slice(0, 4));
    // What is accepted afterwards is counted after whatever the keys counted.
    const rest = await until('the rest', async () => acceptSuggestion(editor));
    await until('the rest is counted', () => counts().accepted > before.accepted);
    assert.equal(counts().saved, before.saved + rest.length - 1);
    assert.equal(counts().accepted, before.accepted + 1);
  });
});
