// The whole path of a person: train, watch, type, accept, save, and play with the model. The tests build on each other.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { findModel, mygpt } from '../host/commandLine';
import { packageFile, SAMPLE_WORKSPACE } from '../host/paths.mjs';
import { VsCodeServer } from '../host/server';
import { until } from '../host/until';
import { THEMES, VsCodeWindow } from '../host/window';

const STEPS = 300;
const SCENE = 'shakespeare/romeo-and-juliet-the-balcony.txt';

let server: VsCodeServer;
let window: VsCodeWindow;

before(async () => {
  server = await VsCodeServer.start({
    extension: packageFile('linux-x64'),
    workspace: SAMPLE_WORKSPACE,
    settings: {
      'workbench.colorTheme': THEMES.dark.name,
      'mygpt.training.steps': STEPS,
      'mygpt.training.evaluationInterval': 100,
      // So early in its training the model is unsure of everything.
      'mygpt.completion.confidence': 'eager',
      // What is compared with the model's own predictions is the model's alone.
      'mygpt.completion.memory': false,
      // Nothing but ghost text answers the Tab key.
      'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
    },
  });
  window = await VsCodeWindow.launch();
  await window.open(server);
});

after(async () => {
  await window.close();
  await server.stop();
});

afterEach(async (context) => {
  await window.screenshot(`person - ${context.name}`);
});

/** The file as it is on disk. */
function sceneOnDisk(): string {
  return readFileSync(path.join(server.workspace, SCENE), 'utf8');
}

/** Pictures of the webview in front, in every kind of theme and in two widths. */
async function photograph(name: string): Promise<void> {
  await window.clearNotifications();
  for (const theme of [THEMES.highContrast, THEMES.light, THEMES.dark]) {
    await window.chooseTheme(theme);
    await window.screenshot(`${name}-${theme.kind}`);
  }
  await window.page.setViewportSize({ width: 720, height: 900 });
  await window.screenshot(`${name}-narrow`);
  await window.page.setViewportSize({ width: 1400, height: 900 });
}

test('before any training the status bar says that there is no model', async () => {
  await window.statusItem('MyGPT: no model').waitFor();
});

test('the item of the status bar offers what can be done', async () => {
  await window.statusItem('MyGPT: no model').click();
  const offered = window.page.locator('.quick-input-list .monaco-list-row');
  await offered.first().waitFor();
  const labels = (await offered.allInnerTexts()).map((text) => text.trim());
  assert.deepEqual(labels, ['Train on Workspace', 'Show Training', 'Open Sample Generator', 'Settings']);
  await window.page.keyboard.press('Escape');
});

test('before any training the sample generator plays with the model that comes along', async () => {
  await window.runCommand('MyGPT: Open Sample Generator');
  const view = window.webview();
  await view
    .getByText(/Shakespeare/)
    .first()
    .waitFor();
  await view.getByLabel('Prompt').fill('multipl');
  const likeliest = view.getByRole('list', { name: 'Next characters' }).getByRole('button').first();
  // What the notebook's own model says: e, y, i.
  await until('the bars of this prompt', async () => /^e\b.*7\d %/s.test(await likeliest.innerText()));
  await window.runCommand('View: Close Editor');
});

test('training shows the loss curve, the progress and what can be done', async () => {
  await window.runCommand('MyGPT: Train on Workspace');
  const view = window.webview();
  await view.getByRole('button', { name: 'Pause' }).waitFor();
  await view.getByRole('button', { name: 'Stop' }).waitFor();
  await view.getByRole('figure', { name: 'Loss curve' }).waitFor();
  await view.getByRole('progressbar', { name: 'Training progress' }).waitFor();
  await view
    .getByText(new RegExp(`Iteration \\d+ of ${STEPS}`))
    .first()
    .waitFor();
  await window.statusItem(/MyGPT: training/).waitFor();
});

test('the view says what was learnt from, and what was left out and why', async () => {
  const text = (await window.webview().getByRole('region', { name: 'The text it learns from' }).textContent()) ?? '';
  assert.match(text, /\.env/);
  assert.match(text, /build/);
});

test('a training can be paused and resumed', async () => {
  const view = window.webview();
  await view.getByRole('button', { name: 'Pause' }).click();
  await view.getByRole('button', { name: 'Resume' }).click();
  await view.getByRole('button', { name: 'Pause' }).waitFor();
});

test('the training ends with a model, a lower loss and samples of its text', async () => {
  await window.statusItem('MyGPT: ready').waitFor({ timeout: 300_000 });
  const view = window.webview();
  await view.getByText(`Trained: ${STEPS} iterations`).first().waitFor();

  const losses = await view
    .getByRole('table', { name: 'Losses', includeHidden: true })
    .locator('td:nth-child(3)')
    .allTextContents();
  assert.ok(losses.length >= STEPS / 100, 'one row an evaluation');
  assert.ok(parseFloat(losses.at(-1) ?? '') < parseFloat(losses[0] ?? ''), `losses: ${losses.join(', ')}`);

  const samples = await view.getByRole('list', { name: 'Samples' }).locator('pre').allTextContents();
  assert.ok(samples.length >= STEPS / 100);
  assert.ok(samples.every((sample) => sample.length > 50));
});

test('the training view stands in every theme and width', async () => {
  await photograph('training');
});

test('the training view shows the run again after a reload of the window', async () => {
  await window.page.reload();
  await window.statusItem('MyGPT: ready').waitFor();
  const view = window.webview();
  await view.getByText(`Trained: ${STEPS} iterations`).first().waitFor();
  await view.getByRole('figure', { name: 'Loss curve' }).waitFor();
});

test('the ghost text behind the cursor is what the trained model would type, and Tab puts it into the file', async () => {
  await window.openFile(SCENE);
  await window.goToEnd();
  await window.type('\nROMEO');
  const suggestion = await window.waitForGhostText();
  await window.screenshot('ghost-text');

  const before = `${sceneOnDisk()}\nROMEO`;
  const model = findModel(server);
  assert.ok(model !== undefined, 'the extension has written a model folder');
  const answer = await mygpt(server, 'predict', '--model', model, '--prompt', before, '--top', '1', '--json');
  const [likeliest] = JSON.parse(answer) as { character: string }[];
  assert.equal(suggestion[0], likeliest?.character);

  await window.page.keyboard.press('Tab');
  await window.save();
  assert.equal(sceneOnDisk(), before + suggestion);
});

test('Ctrl+Right accepts a piece of the suggestion, and Escape drops the rest', async () => {
  await window.goToEnd();
  let typed = 'What';
  await window.type(`\n${typed}`);
  // The space before a word is a piece of its own.
  const before = await until('a suggestion of more than one piece', async () => {
    const suggestion = await window.waitForGhostText();
    if (/\s\S/.test(suggestion)) return suggestion;
    await window.type(' the');
    typed += ' the';
    return undefined;
  });
  await window.page.keyboard.press('Control+ArrowRight');
  await until('the suggestion is shorter', async () => (await window.ghostText()).length < before.length);
  await window.page.keyboard.press('Escape');
  await until('the suggestion is gone', async () => (await window.ghostText()) === '');
  await window.save();

  const line = sceneOnDisk().split('\n').at(-1) ?? '';
  const accepted = line.slice(typed.length);
  assert.ok(accepted.length > 0 && accepted.length < before.length, line);
  assert.ok(line.startsWith(typed) && before.startsWith(accepted), `${accepted} is no beginning of ${before}`);
});

test('the item of the status bar switches the language of the open file off and on', async () => {
  const choose = async (item: string, label: string) => {
    await window.statusItem(item).click();
    await window.page.locator('.quick-input-list .monaco-list-row', { hasText: label }).click();
  };
  await choose('MyGPT: ready', 'Turn Completions Off for “plaintext”');
  await window.statusItem('MyGPT: off for plaintext').waitFor();
  await choose('MyGPT: off for plaintext', 'Turn Completions On for “plaintext”');
  await window.statusItem('MyGPT: ready').waitFor();
});

test('the sample generator shows the next characters as bars and writes text that begins with the prompt', async () => {
  await window.runCommand('MyGPT: Open Sample Generator');
  const view = window.webview();
  await view.getByLabel('Prompt').fill('multipl');
  const bars = view.getByRole('list', { name: 'Next characters' }).getByRole('listitem');
  await until('bars are shown', async () => (await bars.count()) > 2);

  await view.getByLabel('Length').fill('80');
  await view.getByRole('button', { name: 'Generate' }).click();
  await view.getByText('80 characters written.').waitFor();
  const text = (await view.getByRole('region', { name: 'Generated text' }).textContent()) ?? '';
  assert.ok(text.startsWith('multipl'), text);
  assert.equal([...text].length, 'multipl'.length + 80);
  await photograph('generator');
});

test('VS Code itself says that the extension is activated in 100 ms at most', async () => {
  const measured: number[] = [];
  for (let reload = 0; reload < 3; reload++) {
    await window.page.reload();
    await window.statusItem('MyGPT: ready').waitFor();
    measured.push(await activationMilliseconds());
  }
  console.log(`The extension was activated in ${measured.join(', ')} ms.`);
  // The best of three: on a machine that other work shares, the others measure that work.
  assert.ok(Math.min(...measured) <= 100, `${measured.join(', ')} ms`);
});

/** From loading its code to the end of `activate`. */
async function activationMilliseconds(): Promise<number> {
  await window.runCommand('Developer: Show Running Extensions');
  const row = window.page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'MyGPT' });
  const text = await until(
    'its activation is listed',
    async () => /Activation: (\d+)ms/.exec(await row.innerText()) ?? false,
  );
  return Number(text[1]);
}
