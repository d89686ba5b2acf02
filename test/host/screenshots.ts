// Takes the pictures of the README from the running extension: `npm run screenshots` (after `npm test` has set things up).
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { packageFile, ROOT, SAMPLE_WORKSPACE } from './paths.mjs';
import { VsCodeServer } from './server';
import { THEMES, VsCodeWindow } from './window';

/** Enough for words. */
const STEPS = 2000;
const PROGRAM = 'library/src/loan.ts';
const FOLDER = path.join(ROOT, 'media', 'screenshots');

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const server = await VsCodeServer.start({
    extension: packageFile('linux-x64'),
    workspace: SAMPLE_WORKSPACE,
    settings: {
      'workbench.colorTheme': THEMES.dark.name,
      'mygpt.training.steps': STEPS,
      'mygpt.training.evaluationInterval': 200,
      // Nothing but ghost text in the picture.
      'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
    },
  });
  const window = await VsCodeWindow.launch({ width: 1280, height: 800 });
  try {
    await window.open(server);
    await photographTraining(window);
    await photographCompletion(window);
    await photographGenerator(window);
  } finally {
    await window.close();
    await server.stop();
  }
}

async function photographTraining(window: VsCodeWindow): Promise<void> {
  await window.statusItem('MyGPT: not trained yet').waitFor();
  await window.runCommand('MyGPT: Train on Workspace');
  await window.statusItem('MyGPT: ready').waitFor({ timeout: 1_200_000 });
  await window.clearNotifications();
  await save(window, 'training');
}

async function photographCompletion(window: VsCodeWindow): Promise<void> {
  await window.openFile(PROGRAM);
  await window.goToEnd();
  await window.type('\nexport fu');
  await window.waitForGhostText();
  await save(window, 'completion');
}

async function photographGenerator(window: VsCodeWindow): Promise<void> {
  await window.runCommand('MyGPT: Open Sample Generator');
  const view = window.webview();
  await view.getByLabel('Prompt').fill('JULIET:\n');
  await view.getByLabel('Length').fill('400');
  await view.getByRole('button', { name: 'Generate' }).click();
  await view.getByText('400 characters written.').waitFor();
  await save(window, 'generator');
}

async function save(window: VsCodeWindow, name: string): Promise<void> {
  await window.page.screenshot({ path: path.join(FOLDER, `${name}.png`), animations: 'disabled' });
}

void main();
