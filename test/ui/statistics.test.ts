// What completions save: counted while a person types, shown in the training view before any training, kept, and reset.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { packageFile, SAMPLE_WORKSPACE } from '../host/paths.mjs';
import { VsCodeServer } from '../host/server';
import { until } from '../host/until';
import { THEMES, VsCodeWindow } from '../host/window';

let server: VsCodeServer;
let window: VsCodeWindow;

before(async () => {
  server = await VsCodeServer.start({
    extension: packageFile('linux-x64'),
    workspace: SAMPLE_WORKSPACE,
    settings: {
      'workbench.colorTheme': THEMES.dark.name,
      'workbench.activityBar.location': 'hidden',
      // Nothing but ghost text answers the Tab key.
      'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
    },
  });
  window = await VsCodeWindow.launch();
  await window.open(server);
  await window.statusItem('MyGPT: not trained yet').waitFor();
});

after(async () => {
  await window.close();
  await server.stop();
});

/** The section of the training view. */
function section(): Locator {
  return window.webview().getByRole('region', { name: 'What completions save you' });
}

async function openView(): Promise<void> {
  await window.runCommand('MyGPT: Show Training');
  await window.webview().getByRole('heading', { name: 'Train a model on this workspace' }).waitFor();
}

/** The counts in the table: a row for each language. */
async function countsByLanguage(): Promise<string[][]> {
  const rows = section()
    .getByRole('table', { name: 'Suggestions by language', includeHidden: true })
    .locator('tbody tr');
  return Promise.all((await rows.all()).map((row) => row.locator('th, td').allTextContents()));
}

/** Pictures in both kinds of theme and in two widths. */
async function photograph(): Promise<void> {
  for (const theme of [THEMES.light, THEMES.dark]) {
    await window.chooseTheme(theme);
    for (const [name, width] of [
      ['wide', 1400],
      ['narrow', 300],
    ] as const) {
      await window.page.setViewportSize({ width, height: 900 });
      await window.screenshot(`statistics-${theme.kind}-${name}`);
    }
    await window.page.setViewportSize({ width: 1400, height: 900 });
  }
}

test('before anything was suggested there is nothing to show', async () => {
  await openView();
  assert.equal(await section().count(), 0);
  await window.runCommand('View: Close Editor');
});

test('an accepted suggestion shows in the view, though nothing was ever trained', async () => {
  await window.openFile('shakespeare/romeo-and-juliet-the-balcony.txt');
  await window.goToEnd();
  await window.type('\nROMEO:\nBut soft, what light through yonder wind');
  const suggestion = await window.waitForGhostText();
  await window.page.keyboard.press('Tab');
  await until('it is accepted', async () => !(await window.ghostText()).startsWith(suggestion));

  await openView();
  await section().waitFor();
  const saved = suggestion.length - 1;
  const facts = section().locator('dl');
  await facts
    .getByText(`${saved} character${saved === 1 ? '' : 's'}`, { exact: true })
    .first()
    .waitFor();
  const [[language, suggested, accepted] = []] = await countsByLanguage();
  assert.deepEqual([language, accepted], ['plaintext', '1']);
  assert.ok(Number(suggested) >= 1);
});

test('it stands in light and dark, narrow and wide, and nothing is wider than the view', async () => {
  await section().getByText('By language').click();
  await window.runCommand('View: Close Primary Side Bar');
  await photograph();
  await window.page.setViewportSize({ width: 300, height: 900 });
  const [inner, needed] = await window
    .webview()
    .locator('html')
    .evaluate((page) => [page.clientWidth, page.scrollWidth] as const);
  assert.ok(inner <= 300 && needed <= inner, `${needed} px in ${inner} px`);
  await window.page.setViewportSize({ width: 1400, height: 900 });
});

test('the counts outlive the window', async () => {
  const counts = await countsByLanguage();
  await window.page.reload();
  await window.statusItem('MyGPT: not trained yet').click();
  await window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Show Training' }).click();
  await until('the same counts', async () => JSON.stringify(await countsByLanguage()) === JSON.stringify(counts));
});

test('they are forgotten when asked to, after a question', async () => {
  await section().getByRole('button', { name: 'Reset…' }).click();
  await window.dialog('Forget what completions saved').getByRole('button', { name: 'Reset' }).click();
  await section().waitFor({ state: 'hidden' });
});
