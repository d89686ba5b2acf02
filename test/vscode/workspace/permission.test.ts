import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../../host/until';
import { acceptSuggestion, editText, openText } from '../editor';

/** The workspace goes on with "y's members". */
const TEXT = 'MENENIUS:\nThere was a time when all the bod';
const MINIFIED = `!function(e){${'var a=1;b(a);'.repeat(500)}}();`;

const folder = () => vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no folder is open');
const configuration = () => vscode.workspace.getConfiguration('mygpt', folder());

/** Opens a text that will be saved under a name in the workspace. */
async function openNamed(name: string, content: string): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.joinPath(folder(), name).with({ scheme: 'untitled' });
  return editText(await vscode.workspace.openTextDocument(uri), content);
}

async function isSilent(editor: vscode.TextEditor): Promise<boolean> {
  return (await acceptSuggestion(editor)) === undefined;
}

async function suggestsSomething(open: () => Promise<vscode.TextEditor>): Promise<void> {
  await until('a suggestion', async () => acceptSuggestion(await open()));
}

describe('where nothing is to be suggested', function () {
  this.timeout(120_000);

  before(async () => {
    await configuration().update('completion.memory', true);
    await suggestsSomething(() => openText(TEXT));
  });

  afterEach(async () => {
    await configuration().update('completion.languages', undefined);
    await configuration().update('completion.exclude', undefined);
  });

  it('a language is switched off and on, also for who asks for a suggestion', async () => {
    await configuration().update('completion.languages', { plaintext: false });
    assert.ok(await isSilent(await openText(TEXT)));
    await suggestsSomething(() => openText(TEXT, 'markdown'));
    await configuration().update('completion.languages', undefined);
    await suggestsSomething(() => openText(TEXT));
  });

  it('the command switches the language of what is being edited, and only that', async () => {
    const switches = () => configuration().get('completion.languages');
    const toggle = () => vscode.commands.executeCommand('mygpt.toggleLanguage');
    await configuration().update('completion.languages', { latex: false });
    await openText(TEXT);
    await toggle();
    assert.deepEqual(switches(), { '*': true, latex: false, plaintext: false });
    assert.ok(await isSilent(await openText(TEXT)));
    await toggle();
    assert.deepEqual(switches(), { '*': true, latex: false, plaintext: true });
    await suggestsSomething(() => openText(TEXT));
  });

  it("the command also turns on a language that is off by a language's own setting", async () => {
    const own = vscode.workspace.getConfiguration('mygpt', { languageId: 'plaintext' });
    await own.update('completion.enabled', false, vscode.ConfigurationTarget.Workspace, true);
    assert.ok(await isSilent(await openText(TEXT)));
    await vscode.commands.executeCommand('mygpt.toggleLanguage');
    await suggestsSomething(() => openText(TEXT));
    await own.update('completion.enabled', undefined, vscode.ConfigurationTarget.Workspace, true);
  });

  it('the language that a document is changed to is what counts', async () => {
    await configuration().update('completion.languages', { plaintext: false });
    const editor = await openText(TEXT);
    assert.ok(await isSilent(editor));
    await vscode.languages.setTextDocumentLanguage(editor.document, 'markdown');
    // VS Code does not ask again where nothing has changed.
    await editText(editor.document, '');
    await suggestsSomething(() => editText(editor.document, TEXT));
  });

  it('files are excluded by a glob', async () => {
    await configuration().update('completion.exclude', ['diary/*.txt']);
    assert.ok(await isSilent(await openNamed('diary/monday.txt', TEXT)));
    await suggestsSomething(() => openNamed('monday.txt', TEXT));
    await configuration().update('completion.exclude', undefined);
    await suggestsSomething(() => openNamed('diary/tuesday.txt', TEXT));
  });

  it('a large document is left alone, and one that becomes small is not', async () => {
    const editor = await openText(`${'To be or not to be.\n'.repeat(110_000)}${TEXT}`);
    assert.ok(await isSilent(editor));
    await suggestsSomething(() => editText(editor.document, TEXT));
  });

  it('a minified document is left alone', async () => {
    assert.ok(await isSilent(await openText(`${MINIFIED}\n${TEXT}`)));
    await suggestsSomething(() => openText(`${MINIFIED.slice(0, 400)}\n${TEXT}`));
  });

  it('what is written where secrets tend to be is not suggested, neither there nor elsewhere', async () => {
    const lines = (name: string) => `${name}=quokkaberry\n`.repeat(3);
    const elsewhere = async (text: string) => acceptSuggestion(await openText(`The file says ${text}`));

    // In an ordinary file, such words are known.
    await suggestsSomething(() => openNamed('numbats.txt', `${lines('NUMBAT_KEY')}NUMBAT_K`));
    await until('it is known elsewhere', async () => (await elsewhere('NUMBAT_K'))?.startsWith('EY'));

    assert.ok(await isSilent(await openNamed('.env.local', `${lines('WOMBAT_ZIX')}WOMBAT_Z`)));
    assert.doesNotMatch((await elsewhere('WOMBAT_Z')) ?? '', /^IX/);
  });
});
