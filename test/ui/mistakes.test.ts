// What cannot be trained on is said in one sentence, and a stranger’s text is left alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findModel } from '../host/commandLine';
import { packageFile } from '../host/paths.mjs';
import { type ServerOptions, VsCodeServer } from '../host/server';
import { VsCodeWindow } from '../host/window';

let window: VsCodeWindow;

before(async () => {
  window = await VsCodeWindow.launch();
});

after(() => window.close());

/** Asks for a training and waits for the message that matches. */
async function trainAndRead(
  workspace: ServerOptions['workspace'],
  message: RegExp,
  query?: Readonly<Record<string, string>>,
): Promise<void> {
  const server = await VsCodeServer.start({ extension: packageFile('linux-x64'), workspace });
  try {
    await window.open(server, query);
    await window.statusItem('MyGPT').waitFor();
    await window.runCommand('MyGPT: Train on Workspace');
    await window.notification(message).first().waitFor();
    assert.equal(findModel(server), undefined);
  } finally {
    await server.stop();
  }
}

test('without a folder the person is asked to open one', async () => {
  await trainAndRead({}, /no folder is open/i, { ew: 'true' });
});

test('a workspace of nothing but left-out files is refused with the reason', async () => {
  const files = { '.env': 'TOKEN=1', 'package-lock.json': '{}', 'node_modules/left.js': 'export default 1;' };
  await trainAndRead(files, /no text/i);
});

test('an empty workspace is refused', async () => {
  await trainAndRead({}, /no text/i);
});

test('a text shorter than what the model looks back at is refused', async () => {
  await trainAndRead({ 'note.txt': 'Too short to learn from.' }, /short|characters/i);
});

test('in a workspace that is not trusted MyGPT stays off', async () => {
  const server = await VsCodeServer.start({
    extension: packageFile('linux-x64'),
    workspace: { 'note.txt': 'Whose text is this?' },
    settings: { 'security.workspace.trust.startupPrompt': 'never' },
    askForTrust: true,
  });
  try {
    await window.open(server);
    await window.statusItem('Restricted Mode').waitFor();
    await window.page.keyboard.press('F1');
    await window.page.locator('.quick-input-widget input').fill('>MyGPT: Train on Workspace');
    // What VS Code shows where no command has that name.
    await window.page.getByText('similar commands').waitFor();
    assert.equal(await window.statusItem('MyGPT').count(), 0);
  } finally {
    await server.stop();
  }
});
