// A training with the real TensorFlow.js in VS Code, whose Node.js lacks what the library calls.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { findModel } from '../host/commandLine';
import { packageFile, SAMPLE_WORKSPACE } from '../host/paths.mjs';
import { VsCodeServer } from '../host/server';
import { VsCodeWindow } from '../host/window';
import { needsTensorFlow } from '../unit/training/tensorflow/realTensorFlow';

const STEPS = 20;

test('the engine of the setting trains a model, and the view names it', needsTensorFlow, async (context) => {
  const server = await VsCodeServer.start({
    extension: packageFile('linux-x64'),
    workspace: SAMPLE_WORKSPACE,
    settings: { 'mygpt.training.steps': STEPS },
    machineSettings: { 'mygpt.training.engine': 'tensorflow' },
  });
  context.after(() => server.stop());
  const window = await VsCodeWindow.launch();
  context.after(() => window.close());
  await window.open(server);
  await window.statusItem('MyGPT: not trained yet').waitFor();

  await window.runCommand('MyGPT: Train on Workspace');
  await window.statusItem('MyGPT: ready').waitFor({ timeout: 300_000 });
  await window
    .webview()
    .getByText(/^TensorFlow\.js on /)
    .first()
    .waitFor();
  await window.screenshot('engine - tensorflow');

  const model = findModel(server);
  assert.ok(model !== undefined);
  const { engine } = JSON.parse(readFileSync(path.join(model, 'training.json'), 'utf8')) as { engine: unknown };
  assert.equal(engine, 'tensorflow');
});
