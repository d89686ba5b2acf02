// TensorFlow is installed only after a yes, and can be removed again.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { packageFile } from '../host/paths.mjs';
import { VsCodeServer } from '../host/server';
import { until } from '../host/until';
import { VsCodeWindow } from '../host/window';
import { FileServer, mirrorFiles } from '../unit/training/tensorflow/mirror';
import { needsTensorFlow, realTensorFlow } from '../unit/training/tensorflow/realTensorFlow';

const COMMAND = 'MyGPT: Install TensorFlow Engine';

let mirror: FileServer;
let server: VsCodeServer;
let window: VsCodeWindow;

before(async () => {
  mirror = await FileServer.start(realTensorFlow ? mirrorFiles() : new Map<string, Buffer>());
  server = await VsCodeServer.start({
    extension: packageFile('linux-x64'),
    workspace: { 'note.txt': 'A text.' },
    environment: { ...process.env, TFJS_NODE_CDN_STORAGE: mirror.address },
  });
  window = await VsCodeWindow.launch();
  await window.open(server);
  await window.statusItem('MyGPT').waitFor();
});

after(async () => {
  await window.close();
  await server.stop();
  mirror.stop();
});

/** What the extension keeps for all workspaces. */
function storage(): readonly string[] {
  const folder = path.join(server.data, 'User/globalStorage/mygpt.mygpt');
  return existsSync(folder) ? readdirSync(folder) : [];
}

test('nothing is downloaded when the question is dismissed', async () => {
  await window.runCommand(COMMAND);
  const question = window.dialog('Install TensorFlow');
  await question.getByText(/GB are downloaded from npm's registry and 127\.0\.0\.1/).waitFor();
  await window.screenshot('tensorflow-question');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await question.waitFor({ state: 'hidden' });
  assert.deepEqual(mirror.asked, []);
  assert.deepEqual(storage(), []);
});

test('after a yes it is installed, found again, and removed after another yes', needsTensorFlow, async () => {
  await window.runCommand(COMMAND);
  await window.dialog('Install TensorFlow').getByRole('button', { name: 'Install' }).click();
  await window.notification('Installing TensorFlow').waitFor();
  await window.screenshot('tensorflow-installing');
  await until('TensorFlow is installed', () => window.notification(/TensorFlow is installed/).isVisible(), {
    seconds: 300,
  });
  assert.deepEqual(storage(), ['tensorflow']);
  await window.clearNotifications();

  await window.runCommand(COMMAND);
  await window
    .notification(/TensorFlow is installed/)
    .getByRole('button', { name: 'Uninstall' })
    .click();
  await window.screenshot('tensorflow-removal');
  await window.dialog('Uninstall TensorFlow').getByRole('button', { name: 'Uninstall' }).click();
  await window.notification('TensorFlow was removed').waitFor();
  assert.deepEqual(storage(), []);
});
