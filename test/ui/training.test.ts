// A long training: that there is one only, that stopping keeps a model, and that nothing outlives the window.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { findModel } from '../host/commandLine';
import { packageFile, SAMPLE_WORKSPACE } from '../host/paths.mjs';
import { processesWith, type RunningProcess } from '../host/processes';
import { VsCodeServer } from '../host/server';
import { until } from '../host/until';
import { VsCodeWindow } from '../host/window';

let server: VsCodeServer;
let window: VsCodeWindow;

/** Opens a window of a VS Code that has never trained. */
async function openWindow(): Promise<void> {
  server = await VsCodeServer.start({
    extension: packageFile('linux-x64'),
    workspace: SAMPLE_WORKSPACE,
    settings: { 'mygpt.training.evaluationInterval': 20 },
  });
  window = await VsCodeWindow.launch();
  await window.open(server);
  await window.statusItem('MyGPT: not trained yet').waitFor();
}

before(openWindow);

after(async () => {
  await window.close();
  await server.stop();
});

afterEach(async (context) => {
  if (!window.page.isClosed()) await window.screenshot(`training - ${context.name}`);
});

/** The processes of the extension. */
function processes(program: 'training' | 'inference'): RunningProcess[] {
  return processesWith(`${server.extension}/dist/${program}-process.js`);
}

test('a training runs in a process of its own', async () => {
  await window.runCommand('MyGPT: Train on Workspace');
  await window.statusItem(/MyGPT: training/).waitFor();
  assert.equal(processes('training').length, 1);
});

test('who starts a second training is told that one runs', async () => {
  await window.runCommand('MyGPT: Train on Workspace');
  await window
    .notification(/already|running/i)
    .first()
    .waitFor();
  assert.equal(processes('training').length, 1);
});

test('stopping keeps the best model so far, and ends the process', async () => {
  const view = window.webview();
  await until('there is an evaluated model', async () => {
    return (await view.getByRole('list', { name: 'Samples' }).locator('pre').count()) > 0;
  });
  await window.runCommand('MyGPT: Stop Training and Keep the Best Model');
  await window.statusItem('MyGPT: ready').waitFor();
  assert.notEqual(findModel(server), undefined);
  await until('the training process ended', () => processes('training').length === 0);
  assert.equal(processes('inference').length, 1);
});

test('a training that is killed says why, and goes on from its checkpoint when asked to', async () => {
  await window.runCommand('MyGPT: Train on Workspace');
  const training = await until('a training runs', () => processes('training')[0]);
  const view = window.webview();
  // Only when this run iterates are the samples its own, and no longer those of the run before.
  await view.getByRole('heading', { level: 1, name: /Iteration/ }).waitFor();
  await until('a checkpoint, which comes before its sample', async () => {
    return (await view.getByRole('list', { name: 'Samples' }).locator('pre').count()) > 1;
  });
  process.kill(training.pid, 'SIGKILL');
  await view
    .getByText(/was ended by SIGKILL/)
    .first()
    .waitFor();
  await window.clearNotifications();

  await view.getByRole('button', { name: 'Resume' }).click();
  const resumed = await until('a training runs again', () => processes('training')[0]);
  assert.notEqual(resumed.pid, training.pid);
  await until('it goes on where it was', async () => {
    const [, step] = /Iteration (\d+) of/.exec(await view.getByRole('heading', { level: 1 }).innerText()) ?? [];
    return Number(step) > 20;
  });
  await window.runCommand('MyGPT: Stop Training and Keep the Best Model');
  await window.statusItem('MyGPT: ready').waitFor();
});

test('no process outlives the window', async () => {
  await window.runCommand('MyGPT: Train on Workspace');
  await until('a training runs', () => processes('training').length === 1);
  await window.close();
  await until('no process is left', () => [...processes('training'), ...processes('inference')].length === 0);
});

test('no process outlives an extension host that was killed', async () => {
  await server.stop();
  await openWindow();
  await window.runCommand('MyGPT: Train on Workspace');
  const training = await until('a training runs', () => processes('training')[0]);
  process.kill(training.parent, 'SIGKILL');
  await until('it ended', () => processes('training').every(({ pid }) => pid !== training.pid));
});
